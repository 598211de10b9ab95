package cn.jiaozi.wallet.revocation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How a list differs from the one before it.
///
/// @param number  of the list, from 1
/// @param added   purses, in order
/// @param removed those that were cleared, in order
record RevocationStep(int number, Instant at, List<String> added, List<String> removed) {
    /// Whether another list is to be made: at once when there is none, soon when something has changed, and in
    /// any case before devices find the last one too old.
    static boolean isDue(
            Optional<Instant> lastAt, boolean changed, Instant now, Duration every, Duration atLeastEvery) {
        return lastAt.map(last -> !now.isBefore(last.plus(changed ? every : atLeastEvery)))
                .orElse(true);
    }
}

package cn.jiaozi.wallet.pin;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How near a PIN is to being locked. A try counts as a wrong one from its beginning until it turns out right, so that
/// many at once, or a crash, give nobody a try more.
///
/// @param wrong tries in a row that are not known to be right
record PinLock(int wrong, Optional<Instant> lockedUntil) {
    sealed interface Decision {
        /// @param triesLeft   after this one, should it be wrong
        /// @param afresh      a lock has passed: what was before it counts no more
        /// @param lockedUntil present when this is the last one
        record Allowed(int triesLeft, boolean afresh, Optional<Instant> lockedUntil) implements Decision {}

        record Locked(Instant until) implements Decision {}
    }

    Decision next(Instant now, int wrongTries, Duration lockedFor) {
        if (isLocked(now)) {
            return new Decision.Locked(lockedUntil.orElseThrow());
        }
        int left = triesLeft(now, wrongTries) - 1;
        return new Decision.Allowed(
                left, lockedUntil.isPresent(), left == 0 ? Optional.of(now.plus(lockedFor)) : Optional.empty());
    }

    boolean isLocked(Instant now) {
        return lockedUntil.filter(now::isBefore).isPresent();
    }

    int triesLeft(Instant now, int wrongTries) {
        if (isLocked(now)) {
            return 0;
        }
        // A limit that was lowered leaves one try.
        return lockedUntil.isPresent() ? wrongTries : Math.max(1, wrongTries - wrong);
    }
}

package cn.jiaozi.ledger.audit;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A finding and how far it has been dealt with.
///
/// @param releasedBy who has released it; two people settle it
/// @param settledAt  when the second one did
record FindingView(
        long number,
        @JsonUnwrapped Finding finding,
        Instant foundAt,
        List<String> releasedBy,
        Optional<Instant> settledAt) {
    /// Newest first.
    ///
    /// @param stopped whether the shard stands still
    record Page(boolean stopped, List<FindingView> findings, Optional<Long> nextBefore) {}
}

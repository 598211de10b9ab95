package cn.jiaozi.ledger.journal;

import cn.jiaozi.contracts.StepId;
import java.time.Instant;
import java.util.Optional;

/// A held entry and what became of it.
///
/// @param height      the entry that holds
/// @param content     with the legs that were held
/// @param endedHeight the entry that captured, voided or expired it
record Hold(
        StepId id,
        long height,
        Content content,
        Optional<Instant> expiresAt,
        HoldState state,
        Optional<Long> endedHeight) {
    Hold end(EntryKind end, long atHeight) {
        if (state != HoldState.PENDING) {
            throw new IllegalStateException("hold " + id + " has ended");
        }
        return new Hold(id, height, content, expiresAt, HoldState.after(end), Optional.of(atHeight));
    }

    boolean isOver(Instant at) {
        return expiresAt.isPresent() && at.isAfter(expiresAt.get());
    }
}

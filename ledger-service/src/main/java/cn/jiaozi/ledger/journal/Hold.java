package cn.jiaozi.ledger.journal;

import cn.jiaozi.contracts.LedgerRequest.EntrySpec;
import cn.jiaozi.contracts.StepId;
import java.util.Optional;

/// A held entry and what became of it.
///
/// @param height      the entry that holds
/// @param endedHeight the entry that captured or voided it
record Hold(StepId id, long height, EntrySpec content, HoldState state, Optional<Long> endedHeight) {
    Hold end(HoldState ended, long atHeight) {
        if (state != HoldState.PENDING) {
            throw new IllegalStateException("hold " + id + " has ended");
        }
        return new Hold(id, height, content, ended, Optional.of(atHeight));
    }
}

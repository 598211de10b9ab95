package cn.jiaozi.ledger.journal;

import cn.jiaozi.contracts.LedgerEvent;

/// What is said to one request. Only what was decided is stored.
sealed interface Decision {
    LedgerEvent answer();

    /// Decided now, and for ever.
    record Decided(Outcome outcome) implements Decision {
        @Override
        public LedgerEvent answer() {
            return outcome.answer();
        }
    }

    /// Decided before; the stored answer once more.
    record Repeated(Outcome outcome) implements Decision {
        @Override
        public LedgerEvent answer() {
            return outcome.answer();
        }
    }

    /// Known, or named, with other content; nothing changes.
    record Conflicting(LedgerEvent.Conflicted answer) implements Decision {}

    /// An attempt that came too early. It is not stored, so that the same attempt succeeds when its time has come.
    record OutOfOrder(LedgerEvent.Rejected answer) implements Decision {}
}

package cn.jiaozi.wallet.exchange;

import java.util.Set;

/// Pending - call - capture. Only an answer for the request id leaves SENT and UNKNOWN, never a clock.
public enum ExchangeState {
    /// The ledger is asked to hold the entry.
    REQUESTED,
    /// Held; the core is to be called.
    HELD,
    /// The core is called, or was called by an instance that is gone.
    SENT,
    /// An answer was lost; the core is asked what became of it.
    UNKNOWN,
    /// The core has booked; the ledger is asked to capture.
    CAPTURING,
    /// The core has refused; the ledger is asked to void.
    VOIDING,
    SUCCEEDED,
    FAILED,
    /// It had succeeded, and the receiving bank has sent it back since (退汇): the money is in the wallet again.
    RETURNED;

    public boolean mayBecome(ExchangeState next) {
        return switch (this) {
            case REQUESTED -> Set.of(HELD, FAILED).contains(next);
            case HELD -> next == SENT;
            case SENT -> Set.of(UNKNOWN, CAPTURING, VOIDING).contains(next);
            case UNKNOWN -> Set.of(CAPTURING, VOIDING).contains(next);
            case CAPTURING -> next == SUCCEEDED;
            case VOIDING -> next == FAILED;
            case SUCCEEDED -> next == RETURNED;
            case FAILED, RETURNED -> false;
        };
    }

    public boolean isFinal() {
        return this == SUCCEEDED || this == FAILED || this == RETURNED;
    }
}

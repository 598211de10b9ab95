package cn.jiaozi.merchant.reconciliation;

import cn.jiaozi.contracts.LedgerEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// How far an exchange or a payout is at the ledger.
record Hold(String businessId, State state, LocalDate date, Instant at) {
    enum State {
        HELD,
        CAPTURED,
        VOIDED
    }

    /// Empty for what holds nothing.
    static Optional<Hold> of(LedgerEvent event) {
        return switch (event) {
            case LedgerEvent.Held held -> Optional.of(of(event, State.HELD, held.entry()));
            case LedgerEvent.Captured captured -> Optional.of(of(event, State.CAPTURED, captured.entry()));
            case LedgerEvent.Voided voided -> Optional.of(of(event, State.VOIDED, voided.entry()));
            case LedgerEvent.Expired expired -> Optional.of(of(event, State.VOIDED, expired.entry()));
            case LedgerEvent.Posted _,
                    LedgerEvent.Reversed _,
                    LedgerEvent.AccountsOpened _,
                    LedgerEvent.Constrained _,
                    LedgerEvent.AccountClosed _,
                    LedgerEvent.Rejected _,
                    LedgerEvent.Conflicted _ -> Optional.empty();
        };
    }

    private static Hold of(LedgerEvent event, State state, LedgerEvent.Entry entry) {
        return new Hold(event.id().businessId(), state, entry.accountingDate(), entry.at());
    }
}

package cn.jiaozi.ledger.journal;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest;
import java.util.Optional;

/// What was asked under one id and what was answered: kept for ever, announced again on every repeat.
record Outcome(LedgerRequest request, LedgerEvent answer) {
    boolean rejected() {
        return answer instanceof LedgerEvent.Rejected;
    }

    String kind() {
        return switch (answer) {
            case LedgerEvent.AccountsOpened _ -> "OPENED";
            case LedgerEvent.Constrained _ -> "CONSTRAINED";
            case LedgerEvent.AccountClosed _ -> "CLOSED";
            case LedgerEvent.Posted _ -> "POSTED";
            case LedgerEvent.Held _ -> "HELD";
            case LedgerEvent.Captured _ -> "CAPTURED";
            case LedgerEvent.Voided _ -> "VOIDED";
            case LedgerEvent.Expired _ -> "EXPIRED";
            case LedgerEvent.Reversed _ -> "REVERSED";
            case LedgerEvent.Rejected _ -> "REJECTED";
            case LedgerEvent.Conflicted _ -> throw new IllegalStateException("a conflict is never an outcome");
        };
    }

    Optional<Long> height() {
        return entry().map(LedgerEvent.Entry::height);
    }

    Optional<LedgerEvent.Entry> entry() {
        return switch (answer) {
            case LedgerEvent.Posted posted -> Optional.of(posted.entry());
            case LedgerEvent.Held held -> Optional.of(held.entry());
            case LedgerEvent.Captured captured -> Optional.of(captured.entry());
            case LedgerEvent.Voided voided -> Optional.of(voided.entry());
            case LedgerEvent.Expired expired -> Optional.of(expired.entry());
            case LedgerEvent.Reversed reversed -> Optional.of(reversed.entry());
            case LedgerEvent.AccountsOpened _,
                    LedgerEvent.Constrained _,
                    LedgerEvent.AccountClosed _,
                    LedgerEvent.Rejected _,
                    LedgerEvent.Conflicted _ -> Optional.empty();
        };
    }
}

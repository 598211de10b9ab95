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
        return answer.entered().map(LedgerEvent.Entry::height);
    }
}

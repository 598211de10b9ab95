package cn.jiaozi.ledger.journal;

import cn.jiaozi.ledger.account.Turnover;

/// What an entry does with its legs.
enum EntryKind {
    POST,
    HOLD,
    CAPTURE,
    VOID;

    Turnover move(Turnover turnover, long amountFen) {
        return switch (this) {
            case POST -> turnover.post(amountFen);
            case HOLD -> turnover.hold(amountFen);
            case CAPTURE -> turnover.capture(amountFen);
            case VOID -> turnover.release(amountFen);
        };
    }

    /// Whether it asks for something new; ending a hold only carries out what was checked when it was held.
    boolean isChecked() {
        return this == POST || this == HOLD;
    }

    boolean isPosted() {
        return this == POST || this == CAPTURE;
    }
}

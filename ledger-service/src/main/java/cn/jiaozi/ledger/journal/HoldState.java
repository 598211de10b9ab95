package cn.jiaozi.ledger.journal;

/// A hold ends once: by an answer from outside, or by the clock where it was given a time.
enum HoldState {
    PENDING,
    CAPTURED,
    VOIDED,
    EXPIRED;

    static HoldState after(EntryKind end) {
        return switch (end) {
            case CAPTURE -> CAPTURED;
            case VOID -> VOIDED;
            case EXPIRE -> EXPIRED;
            case POST, HOLD, REVERSE -> throw new IllegalArgumentException(end + " ends no hold");
        };
    }
}

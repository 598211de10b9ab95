package cn.jiaozi.ledger.journal;

/// What an entry does with its legs.
enum EntryKind {
    POST,
    HOLD,
    CAPTURE,
    VOID,
    EXPIRE,
    REVERSE;

    /// Whether it asks for something new; ending a hold only carries out what was checked when it was held.
    boolean isChecked() {
        return this == POST || this == HOLD || this == REVERSE;
    }

    boolean isPosted() {
        return this == POST || this == CAPTURE || this == REVERSE;
    }
}

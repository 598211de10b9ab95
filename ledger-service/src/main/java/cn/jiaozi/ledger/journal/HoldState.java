package cn.jiaozi.ledger.journal;

/// A hold ends once, by an answer from outside and never by the clock.
enum HoldState {
    PENDING,
    CAPTURED,
    VOIDED
}

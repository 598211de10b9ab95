package cn.jiaozi.payment.payment;

/// What an outcome means for a payment or a refund as it stands.
sealed interface Verdict {
    /// The state moves.
    record Moved(Standing next) implements Verdict {}

    /// Known already: nothing changes, and the stored end is announced again.
    record Repeated() implements Verdict {}

    /// It speaks against a final state: nothing changes, somebody has to look.
    record Contradicted() implements Verdict {}

    /// Somebody used the id for something else: nothing changes, somebody has to look.
    record Conflicted() implements Verdict {}
}

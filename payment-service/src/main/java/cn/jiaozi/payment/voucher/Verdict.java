package cn.jiaozi.payment.voucher;

/// What was found out about a copy of a voucher. Most verdicts are rejections; some class a voucher that is
/// paid all the same, and only the ledger knows in the end whether the money was there.
public enum Verdict {
    ACCEPTED,
    /// The same debit has been paid already, by another copy.
    DUPLICATE,
    /// The bytes are no voucher.
    MALFORMED,
    /// The payee, or its certificate, is not known.
    UNKNOWN_TERMINAL,
    /// The payee has been put out of service.
    TERMINAL_REVOKED,
    /// The uploader is neither its payee nor its payer.
    REPLAY_WRONG_PAYEE,
    /// The payee has used the nonce for another voucher.
    REPLAY_NONCE,
    /// The payer has not signed it.
    FORGED,
    /// The payee has not acknowledged it. The payee's own copy can heal that.
    ACK_INVALID,
    /// A certificate was not valid any more. Paid within a day after its end.
    CERT_EXPIRED,
    /// The purse had been revoked. Paid where the payee could not know it yet.
    REVOKED,
    /// Another debit with the same counter came first.
    DOUBLE_SPEND,
    /// It does not follow the debit before it: the chip's state has been set back.
    FORK,
    UNKNOWN_LOAD,
    /// The chip has paid more than it was told to, or its double has.
    OVER_LIMIT,
    /// It came more than thirty days after the payment. Paid if the reserve still covers all of it.
    EXPIRED_LATE,
    /// The reserve did not cover it.
    RESERVE_EXHAUSTED;

    /// Whether no chip that works as it must can have been part of it.
    boolean isSuspicious() {
        return isSecondSpend() || this == OVER_LIMIT || this == RESERVE_EXHAUSTED;
    }

    /// Whether whoever has uploaded it should never have had it, or not twice.
    boolean accusesUploader() {
        return this == FORGED || this == REPLAY_NONCE || this == REPLAY_WRONG_PAYEE;
    }

    /// Whether the reserve belongs to another debit, so that it is no wonder when it is not enough.
    boolean isSecondSpend() {
        return this == DOUBLE_SPEND || this == FORK;
    }
}

package cn.jiaozi.sdk.element;

/// Why a chip does not do what it is asked.
public enum Refusal {
    /// It has no certificate yet.
    NOT_PERSONALISED,
    /// Its memory is older than what it has signed: somebody has put a former state back. It does nothing any
    /// more.
    ROLLED_BACK,
    /// Another session is under way.
    SESSION_OPEN,
    /// The session is over.
    SESSION_ENDED,
    /// A signature or a certificate is not to be believed.
    UNTRUSTED,
    /// The message is for another purse.
    OTHER_PURSE,
    /// The order does not follow what the chip has done last.
    OUT_OF_ORDER,
    /// The load before is not closed.
    LOAD_OPEN,
    /// There is nothing loaded.
    NO_LOAD,
    /// The order is above the limits that it brings along itself.
    OVER_BALANCE_LIMIT,
    /// The purse holds less.
    INSUFFICIENT_FUNDS,
    /// The payee asks for it again with other words.
    REQUEST_REUSED,
    OVER_SINGLE_LIMIT,
    PIN_REQUIRED,
    PIN_WRONG,
    /// Too many wrong ones; the next load unblocks it.
    PIN_BLOCKED,
    /// Not six digits.
    PIN_INVALID,
    /// The bank has to see the purse first.
    TOO_MANY_PAYMENTS,
    OVER_TOTAL_LIMIT,
    TOO_MANY_WITHOUT_POWER,
    OVER_TOTAL_WITHOUT_POWER,
    /// The certificate is not valid at the time that the payee tells.
    CERTIFICATE_EXPIRED,
    /// It has made no such payment, or the bank has seen it.
    NOT_EXPECTED
}

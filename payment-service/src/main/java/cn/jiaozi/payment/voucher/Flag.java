package cn.jiaozi.payment.voucher;

/// What is worth knowing of a voucher and changes nothing for it.
public enum Flag {
    /// Debits before it have not come yet: tills upload when they can.
    COUNTER_GAP,
    /// It has come after later ones.
    GAP_FILLED,
    /// The chip's balances do not add up.
    BALANCE_MISMATCH
}

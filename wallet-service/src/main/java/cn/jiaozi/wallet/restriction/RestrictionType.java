package cn.jiaozi.wallet.restriction;

/// What a restriction stops, in the words of Chinese core banking.
public enum RestrictionType {
    /// 只收不付
    NO_DEBIT,
    /// 只付不收
    NO_CREDIT,
    /// 不收不付
    NO_DEBIT_NO_CREDIT,
    /// 金额冻结: a raised floor, which may exceed the balance and catches later credits.
    AMOUNT_HOLD
}

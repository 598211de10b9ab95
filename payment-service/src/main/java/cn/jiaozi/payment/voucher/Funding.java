package cn.jiaozi.payment.voucher;

/// Where a voucher's money may come from.
public enum Funding {
    /// All of it from the reserve of its load, or none at all.
    RESERVE,
    /// From the reserve, and what that cannot spare is paid in good faith and owed by the payer.
    RESERVE_FIRST,
    /// In good faith alone: the reserve belongs to the debits that came first.
    RECEIVABLE
}

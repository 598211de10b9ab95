package cn.jiaozi.merchant.fee;

enum FeeState {
    /// A return whose fee is not posted yet; it is asked for when it is.
    WAITING,
    /// The ledger was asked.
    REQUESTED,
    POSTED,
    /// The ledger has refused, mostly because the wallet is empty after a payout: it is asked again with
    /// the next sales, or a day later. Until then it is a receivable.
    REJECTED
}

package cn.jiaozi.merchant.fee;

/// What becomes of a fee when its payment is refunded.
enum RefundPolicy {
    /// It comes back in the proportion of what was refunded.
    RETURN_PROPORTIONALLY,
    /// The bank keeps it.
    KEEP
}

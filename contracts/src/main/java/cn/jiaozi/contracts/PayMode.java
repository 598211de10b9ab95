package cn.jiaozi.contracts;

/// How a payer and a merchant found each other.
public enum PayMode {
    /// The payer scanned the store's own code, which says no amount (静态码).
    MERCHANT_QR_STATIC,
    /// The payer paid an order, mostly out of its code (动态码).
    MERCHANT_QR_DYNAMIC,
    /// The till scanned the payer's code (付款码).
    PAYMENT_CODE,
    /// Card and till without a network (双离线).
    TAP_OFFLINE
}

package cn.jiaozi.payment.voucher;

/// Who bears the loss of a voucher that is not paid, or that is paid without being covered.
public enum Bearer {
    NONE,
    PAYER,
    PAYEE,
    /// The bank of the merchant, which answers for its tills.
    ACQUIRER,
    /// The bank of the purse, which has it back from the payer.
    ISSUER
}

package cn.jiaozi.sdk.evidence;

/// Why evidence is not to be believed.
///
/// @param text a sentence for whoever holds it
public record Flaw(Kind kind, String text) {
    /// In the order in which they are looked for.
    public enum Kind {
        /// Something is not written as it must be, so that nothing can be checked.
        MALFORMED,
        /// It brings another root along than the one that is trusted.
        ROOT,
        /// The operator or the purse is not certified.
        CERTIFICATE,
        /// A voucher is another purse's, or names another certificate.
        PURSE,
        /// A voucher is not signed by the purse.
        SIGNATURE,
        /// Both vouchers are the same payment, which may be shown as often as one likes.
        SAME,
        /// A sound chip may have signed both.
        NO_CONFLICT
    }

    static Flaw malformed(IllegalArgumentException e) {
        return new Flaw(Kind.MALFORMED, String.valueOf(e.getMessage()));
    }
}

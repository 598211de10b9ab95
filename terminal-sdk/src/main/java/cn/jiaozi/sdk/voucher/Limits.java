package cn.jiaozi.sdk.voucher;

/// What a chip may do between two visits to the bank. A load brings them along; the chip obeys, and the bank
/// checks.
///
/// @param policy             version of these figures
/// @param balanceFen         the most that the purse may hold
/// @param singleFen          the most that one payment may be without a PIN
/// @param singleWithPinFen   the same with the PIN
/// @param payments           how many payments since the bank last saw the purse
/// @param totalFen           their sum
/// @param poweredOffPayments how many of them while the device has no power of its own
/// @param poweredOffFen      their sum
public record Limits(
        int policy,
        long balanceFen,
        long singleFen,
        long singleWithPinFen,
        int payments,
        long totalFen,
        int poweredOffPayments,
        long poweredOffFen) {
    /// Payments that any chip can remember until the bank has seen them.
    public static final int MOST_PAYMENTS = 255;

    public Limits {
        boolean positive = policy > 0 && balanceFen > 0 && singleFen >= 0 && payments > 0 && totalFen > 0;
        boolean ordered = singleWithPinFen >= singleFen
                && payments <= MOST_PAYMENTS
                && poweredOffPayments >= 0
                && poweredOffFen >= 0;
        if (!positive || !ordered) {
            throw new IllegalArgumentException("These are no limits: " + policy);
        }
    }

    Tlv.Writer into(Tlv.Writer writer) {
        return writer.u32(0x10, policy)
                .u64(0x11, balanceFen)
                .u64(0x12, singleFen)
                .u64(0x13, singleWithPinFen)
                .u8(0x14, payments)
                .u64(0x15, totalFen)
                .u8(0x16, poweredOffPayments)
                .u64(0x17, poweredOffFen);
    }

    static Limits from(Tlv.Reader reader) {
        return new Limits(
                reader.u32(0x10),
                reader.u64(0x11),
                reader.u64(0x12),
                reader.u64(0x13),
                reader.u8(0x14, MOST_PAYMENTS),
                reader.u64(0x15),
                reader.u8(0x16, MOST_PAYMENTS),
                reader.u64(0x17));
    }
}

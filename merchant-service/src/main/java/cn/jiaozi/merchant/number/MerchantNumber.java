package cn.jiaozi.merchant.number;

/// A merchant number (商户号): seven digits of acquirer and branch, seven of serial, and a check digit after Luhn
/// (ISO/IEC 7812), so that a mistyped one is found at once.
public final class MerchantNumber {
    private static final long SERIALS = 10_000_000;

    private MerchantNumber() {}

    public static String of(String prefix, long serial) {
        if (serial < 0 || serial >= SERIALS) {
            throw new IllegalStateException("The serial numbers of " + prefix + " are used up");
        }
        String body = prefix + String.format("%07d", serial);
        return body + Luhn.digit(body);
    }
}

package cn.jiaozi.merchant.onboarding;

/// A merchant number (商户号): seven digits of acquirer and branch, seven of serial, and a check digit after Luhn
/// (ISO/IEC 7812), so that a mistyped one is found at once.
final class MerchantNumber {
    private static final long SERIALS = 10_000_000;

    private MerchantNumber() {}

    static String of(String prefix, long serial) {
        if (serial < 0 || serial >= SERIALS) {
            throw new IllegalStateException("The serial numbers of " + prefix + " are used up");
        }
        String body = prefix + String.format("%07d", serial);
        return body + luhn(body);
    }

    static int luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return (10 - sum % 10) % 10;
    }
}

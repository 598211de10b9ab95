package cn.jiaozi.merchant.number;

/// The number on business licences (营业执照注册号) from before the unified code, GS 15-2006: six digits of the authority,
/// eight of its sequence, a check digit by ISO 7064 MOD 11,10.
public final class RegistrationNumber {
    private static final int LENGTH = 15;
    private static final int MODULUS = 11;

    private RegistrationNumber() {}

    public static boolean isValid(String number) {
        return number.length() == LENGTH
                && number.chars().allMatch(digit -> digit >= '0' && digit <= '9')
                && number.charAt(LENGTH - 1) - '0' == check(number.substring(0, LENGTH - 1));
    }

    static int check(String digits) {
        int product = MODULUS - 1;
        for (int i = 0; i < digits.length(); i++) {
            int sum = (product + digits.charAt(i) - '0') % 10;
            product = (sum == 0 ? 10 : sum) * 2 % MODULUS;
        }
        return (MODULUS - product) % 10;
    }
}

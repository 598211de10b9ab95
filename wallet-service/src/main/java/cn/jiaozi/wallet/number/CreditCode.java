package cn.jiaozi.wallet.number;

/// The unified social credit code of an organization (统一社会信用代码, GB 32100): 18 characters, the last a check by MOD 31.
public final class CreditCode {
    private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final int[] WEIGHTS = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};

    private CreditCode() {}

    public static boolean isValid(String code) {
        return code.length() == 18
                && code.chars().allMatch(character -> ALPHABET.indexOf(character) >= 0)
                && code.charAt(17) == check(code);
    }

    static char check(String code) {
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += ALPHABET.indexOf(code.charAt(i)) * WEIGHTS[i];
        }
        return ALPHABET.charAt((31 - sum % 31) % 31);
    }
}

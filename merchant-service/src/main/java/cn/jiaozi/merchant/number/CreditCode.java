package cn.jiaozi.merchant.number;

/// The unified social credit code (统一社会信用代码) of GB 32100-2015: the authority that registers, what is registered,
/// six digits of the place, nine characters of the organization, without I, O, S, V and Z, and a check character
/// modulo 31.
public final class CreditCode {
    private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final int LENGTH = 18;
    private static final int MODULUS = 31;
    private static final int PLACE = 2;
    private static final int PLACE_END = 8;

    private CreditCode() {}

    public static boolean isValid(String code) {
        if (code.length() != LENGTH || code.chars().anyMatch(c -> ALPHABET.indexOf(c) < 0)) {
            return false;
        }
        if (code.substring(PLACE, PLACE_END).chars().anyMatch(c -> c > '9')) {
            return false;
        }
        int sum = 0;
        int weight = 1;
        for (int i = 0; i < LENGTH - 1; i++) {
            sum += ALPHABET.indexOf(code.charAt(i)) * weight;
            weight = weight * 3 % MODULUS;
        }
        return ALPHABET.indexOf(code.charAt(LENGTH - 1)) == (MODULUS - sum % MODULUS) % MODULUS;
    }

    /// Whether the authority is that of market regulation (市场监督管理), which issues business licences.
    public static boolean isOfMarketRegulation(String code) {
        return code.startsWith("9");
    }
}

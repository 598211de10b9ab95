package cn.jiaozi.merchant.number;

/// What a wallet's number shows without asking for the wallet: three digits of its operator, one of its kind, eleven
/// of serial, a check digit after Luhn.
public record WalletNumber(String operator, Kind kind) {
    private static final int LENGTH = 16;
    private static final int OPERATOR = 3;

    /// The fourth digit. Whether a person's wallet is of Class II or IV no digit tells.
    public enum Kind {
        PERSONAL,
        CORPORATE,
        /// Of a chip, or of a kind that we have never given out.
        OTHER
    }

    /// Whether the digits are a number at all.
    public static boolean isWellFormed(String number) {
        return number.length() == LENGTH
                && number.chars().allMatch(digit -> digit >= '0' && digit <= '9')
                && number.charAt(LENGTH - 1) - '0' == Luhn.digit(number.substring(0, LENGTH - 1));
    }

    /// Of a well-formed one.
    public static WalletNumber of(String number) {
        return new WalletNumber(
                number.substring(0, OPERATOR),
                switch (number.charAt(OPERATOR)) {
                    case '0' -> Kind.PERSONAL;
                    case '3' -> Kind.CORPORATE;
                    default -> Kind.OTHER;
                });
    }
}

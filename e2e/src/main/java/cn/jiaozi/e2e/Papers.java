package cn.jiaozi.e2e;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

/// Numbers that are well-formed and belong to nobody: identity cards, credit codes, phones, deposit accounts.
public final class Papers {
    private static final int[] ID_WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CODE_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final int[] CODE_WEIGHTS = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};

    private Papers() {}

    /// A resident identity number (GB 11643) of somebody born in 1990.
    public static String idNo(int n) {
        String body = "110101"
                + LocalDate.of(1990, 1, 1).plusDays(n / 1000 % 3650).format(DateTimeFormatter.BASIC_ISO_DATE)
                + "%03d".formatted(n % 1000);
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            sum += (body.charAt(i) - '0') * ID_WEIGHTS[i];
        }
        return body + "10X98765432".charAt(sum % 11);
    }

    /// A unified social credit code (GB 32100).
    public static String creditCode(int n) {
        String body = "91510100MA" + "%07d".formatted(n);
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            sum += CODE_DIGITS.indexOf(body.charAt(i)) * CODE_WEIGHTS[i];
        }
        return body + CODE_DIGITS.charAt((31 - sum % 31) % 31);
    }

    public static String phone(int n) {
        return "139%08d".formatted(n % 100_000_000);
    }

    public static String accountNo(int n) {
        return "62220299%08d".formatted(n % 100_000_000);
    }
}

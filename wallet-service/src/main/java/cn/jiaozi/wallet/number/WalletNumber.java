package cn.jiaozi.wallet.number;

import java.util.Locale;

/// The number of a wallet, `OOO T SSSSSSSSSSS C`: operator, kind, serial, Luhn digit. The serial is a sequence behind a
/// permutation of all eleven-digit numbers (a Feistel network over 5 and 6 decimal digits), so that numbers neither
/// collide nor tell who came after whom. The round constants must never change: a number is never given twice.
public final class WalletNumber {
    public static final String PATTERN = "[0-9]{16}";

    static final long SERIALS = 100_000_000_000L;
    private static final long HIGH = 100_000L;
    private static final long LOW = 1_000_000L;
    private static final int ROUNDS = 8;

    private WalletNumber() {}

    public static String of(String operator, char kind, long sequence) {
        var digits = operator + kind + String.format(Locale.ROOT, "%011d", serial(sequence));
        return digits + luhn(digits);
    }

    /// Whether a text has the form and the check digit of a number of ours.
    public static boolean isWellFormed(String number) {
        return number.matches(PATTERN) && number.charAt(15) == luhn(number.substring(0, 15));
    }

    static long serial(long sequence) {
        if (sequence < 0 || sequence >= SERIALS) {
            throw new IllegalArgumentException("the serials are used up");
        }
        long high = sequence / LOW;
        long low = sequence % LOW;
        for (int round = 0; round < ROUNDS; round++) {
            high = (high + mix(low, 2 * round)) % HIGH;
            low = (low + mix(high, 2 * round + 1)) % LOW;
        }
        return high * LOW + low;
    }

    static char luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return (char) ('0' + (10 - sum % 10) % 10);
    }

    /// The finalizer of SplitMix64: well mixed and the same everywhere.
    private static long mix(long value, int round) {
        long z = value * 0x9E3779B97F4A7C15L + (round + 1) * 0xD1B54A32D192ED03L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return (z ^ (z >>> 31)) >>> 1;
    }
}

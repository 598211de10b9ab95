package cn.jiaozi.e2e.hand;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;

/// An amount as a person types and reads it. Everywhere else money is fen.
record Yuan(long fen) {
    private static final Pattern TYPED = Pattern.compile("(?:0|[1-9][0-9]{0,9})(?:\\.[0-9]{1,2})?");

    /// Throws [IllegalArgumentException], whose message is for whoever typed it.
    static Yuan of(String typed) {
        if (!TYPED.matcher(typed).matches()) {
            throw wrong();
        }
        long fen = new BigDecimal(typed).movePointRight(2).longValueExact();
        if (fen == 0) {
            throw wrong();
        }
        return new Yuan(fen);
    }

    static String shown(long fen) {
        return String.format(Locale.ROOT, "¥%,.2f", BigDecimal.valueOf(fen, 2));
    }

    /// As it can be typed again.
    String typed() {
        return BigDecimal.valueOf(fen, 2).toPlainString();
    }

    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException("an amount is 0.01 to 9999999999.99 yuan, with at most two decimals");
    }
}

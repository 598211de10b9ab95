package cn.jiaozi.sdk.voucher;

import java.util.regex.Pattern;

/// The sixteen characters by which a purse or a terminal is known off line; subject of its certificate.
public final class Party {
    public static final int LENGTH = 16;

    public static final Pattern ANY = Pattern.compile("[PT][0-9A-Z]{15}");

    private static final Pattern PURSE = Pattern.compile("P[0-9A-Z]{15}");
    private static final Pattern TERMINAL = Pattern.compile("T0{7}[0-9]{8}");

    private Party() {}

    public static boolean isPurse(String party) {
        return PURSE.matcher(party).matches();
    }

    public static boolean isTerminal(String party) {
        return TERMINAL.matcher(party).matches();
    }

    /// @param terminalId eight digits
    public static String terminal(String terminalId) {
        String party = "T0000000" + terminalId;
        if (!isTerminal(party)) {
            throw new IllegalArgumentException("A terminal's id has eight digits");
        }
        return party;
    }

    /// The eight digits.
    public static String terminalId(String party) {
        if (!isTerminal(party)) {
            throw new IllegalArgumentException("is not a terminal");
        }
        return party.substring(LENGTH - 8);
    }
}

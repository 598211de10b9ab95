package cn.jiaozi.sdk.bill;

import java.util.regex.Pattern;

/// A row of a fund-flow bill.
///
/// @param entryId    shard, height and number of the leg, with hyphens between
/// @param isIn       whether the wallet got the money
/// @param balanceFen what the wallet had afterwards
record Row(String entryId, String businessId, String type, boolean isIn, long amountFen, long balanceFen) {
    private static final Pattern YUAN = Pattern.compile("(-?)([0-9]{1,16})\\.([0-9]{2})");

    /// As one word, so that two rows can be compared but for the balance.
    String movement() {
        return entryId + " " + businessId + " " + type + " " + (isIn ? "IN " : "OUT ") + amountFen;
    }

    /// @throws Flawed for what is no amount in yuan with two decimals
    static long fen(String yuan) throws Flawed {
        var matcher = YUAN.matcher(yuan);
        if (!matcher.matches()) {
            throw new Flawed(Flaw.Kind.MALFORMED, "\"" + yuan + "\" is no amount in yuan");
        }
        long fen = Long.parseLong(matcher.group(2) + matcher.group(3));
        return matcher.group(1).isEmpty() ? fen : -fen;
    }
}

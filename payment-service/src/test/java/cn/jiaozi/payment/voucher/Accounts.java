package cn.jiaozi.payment.voucher;

import java.util.Map;
import java.util.TreeMap;

/// The ledger of a simulation, exact to the fen: money is moved, never made, and no account goes below its floor.
final class Accounts {
    /// Where the money of all wallets comes from.
    static final String ISSUED = "issued";
    /// What the bank of a purse may lose by it, in balance limits.
    static final long LOSS_CAP = 5;

    private final Map<String, Long> balances = new TreeMap<>();

    static String wallet(String party) {
        return "wallet:" + party;
    }

    static String reserve(String purse, int load) {
        return "reserve:" + purse + "/" + load;
    }

    static String receivable(String purse) {
        return "receivable:" + purse;
    }

    long balanceFen(String account) {
        return balances.getOrDefault(account, 0L);
    }

    /// What an account may still give.
    long roomFen(String account) {
        long floorFen = 0;
        if (account.equals(ISSUED)) {
            floorFen = Long.MIN_VALUE / 2;
        } else if (account.startsWith("receivable:")) {
            floorFen = -Math.multiplyExact(LOSS_CAP, World.LIMITS.balanceFen());
        }
        return Math.subtractExact(balanceFen(account), floorFen);
    }

    void move(String from, String to, long amountFen) {
        if (amountFen < 0 || amountFen > roomFen(from)) {
            throw new IllegalStateException(from + " cannot give " + amountFen);
        }
        if (amountFen > 0) {
            balances.merge(from, -amountFen, Math::addExact);
            balances.merge(to, amountFen, Math::addExact);
        }
    }

    Map<String, Long> balances() {
        return balances;
    }

    @Override
    public String toString() {
        return balances.toString();
    }
}

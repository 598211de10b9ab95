package cn.jiaozi.merchant.format;

import cn.jiaozi.chassis.CopyRow;
import java.util.LinkedHashMap;
import java.util.Map;

/// The legs of a wallet, one by one: each balance must follow from the one before, and the last one must be what the
/// day was closed with.
///
/// The columns of its rows are here as well, since two formats are made of them.
final class Flow {
    static final int AT = 0;
    static final int ENTRY = 1;
    static final int BUSINESS_ID = 2;
    static final int TX_TYPE = 3;
    static final int STEP = 4;
    static final int IS_IN = 5;
    static final int AMOUNT = 6;
    static final int BALANCE = 7;
    static final int OTHER = 8;
    static final int ORDER = 9;

    private final Balances balances;
    private long balanceFen;
    private long inFen;
    private long outFen;
    private long ins;
    private long outs;

    Flow(Balances balances) {
        this.balances = balances;
        this.balanceFen = balances.openingFen();
    }

    /// The balance after this leg.
    long after(CopyRow row) {
        long amountFen = row.int8(AMOUNT);
        if (row.bool(IS_IN)) {
            inFen = Math.addExact(inFen, amountFen);
            balanceFen = Math.addExact(balanceFen, amountFen);
            ins++;
        } else {
            outFen = Math.addExact(outFen, amountFen);
            balanceFen = Math.subtractExact(balanceFen, amountFen);
            outs++;
        }
        if (!row.isNull(BALANCE) && row.int8(BALANCE) != balanceFen) {
            throw new DoesNotAddUp("after entry " + row.text(ENTRY) + " the ledger told the balance "
                    + row.int8(BALANCE) + ", its legs sum to " + balanceFen);
        }
        return balanceFen;
    }

    void end() {
        var found = new Balances(balances.openingFen(), ins, inFen, outs, outFen, balanceFen);
        if (!found.equals(balances)) {
            throw new DoesNotAddUp("the legs are " + found + ", the day was counted as " + balances);
        }
    }

    long ins() {
        return ins;
    }

    long outs() {
        return outs;
    }

    Balances balances() {
        return balances;
    }

    Map<String, Long> sums() {
        var sums = new LinkedHashMap<String, Long>();
        sums.put("openingBalance", balances.openingFen());
        sums.put("inTotal", inFen);
        sums.put("outTotal", outFen);
        sums.put("closingBalance", balances.closingFen());
        return sums;
    }
}

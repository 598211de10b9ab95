package cn.jiaozi.merchant.format;

import cn.jiaozi.chassis.CopyRow;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;

/// The settlement bill (结算账单): a line for each payout that left the wallet on this day, and one below zero for each
/// that the bank sent back. What a payout is made of is what the wallet has seen since the one before; `adjust` is the
/// rest: what was kept back or kept from earlier, and money that is no sale.
public final class SettlementBill extends Csv {
    private static final int PAYOUT = 0;
    private static final int ACCOUNT_TAIL = 1;
    private static final int IS_RETURN = 2;
    private static final int NET = 3;
    private static final int GROSS = 4;
    private static final int REFUND = 5;
    private static final int FEE = 6;
    private static final int STATE = 7;
    private static final int BANK_REF = 8;

    private final String merchantNo;
    private final String walletId;
    private final LocalDate settleDate;
    private long grossFen;
    private long refundFen;
    private long feeFen;
    private long adjustFen;
    private long netFen;

    public SettlementBill(String merchantNo, String walletId, LocalDate settleDate) {
        super(
                "settleDate,payoutId,merchantNo,walletId,bankAccountMasked,grossPay,refund,fee,adjust,net,state,bankRef",
                "count,grossTotal,refundTotal,feeTotal,adjustTotal,netTotal");
        this.merchantNo = merchantNo;
        this.walletId = walletId;
        this.settleDate = settleDate;
    }

    @Override
    void line(CopyRow row, Cells cells) {
        cells.word(settleDate.toString()).word(row, PAYOUT).text(merchantNo).text(walletId);
        cells.tail(row, ACCOUNT_TAIL);
        if (row.bool(IS_RETURN)) {
            // What comes back was counted when it left.
            long lineFen = -row.int8(NET);
            add(0, 0, 0, lineFen);
            cells.yuan(0).yuan(0).yuan(0).yuan(lineFen).yuan(lineFen);
        } else {
            long lineFen = row.int8(NET);
            long fromSalesFen = Math.subtractExact(row.int8(GROSS), Math.addExact(row.int8(REFUND), row.int8(FEE)));
            add(row.int8(GROSS), row.int8(REFUND), row.int8(FEE), lineFen);
            cells.yuan(row.int8(GROSS)).yuan(row.int8(REFUND)).yuan(row.int8(FEE));
            cells.yuan(Math.subtractExact(lineFen, fromSalesFen)).yuan(lineFen);
        }
        cells.word(row, STATE).text(row, BANK_REF);
    }

    private void add(long gross, long refund, long fee, long net) {
        grossFen = Math.addExact(grossFen, gross);
        refundFen = Math.addExact(refundFen, refund);
        feeFen = Math.addExact(feeFen, fee);
        netFen = Math.addExact(netFen, net);
        adjustFen = netFen - (grossFen - refundFen - feeFen);
    }

    @Override
    void summary(Cells cells) {
        cells.count(rows())
                .yuan(grossFen)
                .yuan(refundFen)
                .yuan(feeFen)
                .yuan(adjustFen)
                .yuan(netFen);
    }

    @Override
    public Map<String, Long> sums() {
        var sums = new LinkedHashMap<String, Long>();
        sums.put("grossTotal", grossFen);
        sums.put("refundTotal", refundFen);
        sums.put("feeTotal", feeFen);
        sums.put("adjustTotal", adjustFen);
        sums.put("netTotal", netFen);
        return sums;
    }
}

package cn.jiaozi.merchant.format;

import cn.jiaozi.chassis.CopyRow;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;

/// The bill of what was paid without a network (双离线账单): a line for each settlement of the vouchers of one purse,
/// under the id that its fund flow has.
public final class OfflineBill extends Csv {
    private static final int AT = 0;
    private static final int STORE = 1;
    private static final int TERMINAL = 2;
    private static final int BUSINESS_ID = 3;
    private static final int PAYER = 4;
    private static final int OPERATOR = 5;
    private static final int VOUCHERS = 6;
    private static final int AMOUNT = 7;
    private static final int FEE = 8;
    private static final int RATE = 9;

    private final String merchantNo;
    private final LocalDate settleDate;
    private long vouchers;
    private long amountFen;
    private long feeFen;

    public OfflineBill(String merchantNo, LocalDate settleDate) {
        super(
                "settleTime,merchantNo,storeNo,terminalId,offlineVoucherId,payerToken,payerOperator,voucherCount,"
                        + "currency,amount,fee,feeRate,settleDate",
                "count,voucherTotal,amountTotal,feeTotal");
        this.merchantNo = merchantNo;
        this.settleDate = settleDate;
    }

    @Override
    void line(CopyRow row, Cells cells) {
        int count = row.isNull(VOUCHERS) ? 1 : row.int4(VOUCHERS);
        long lineFen = row.int8(AMOUNT);
        long feeOfLineFen = row.isNull(FEE) ? 0 : row.int8(FEE);
        vouchers += count;
        amountFen = Math.addExact(amountFen, lineFen);
        feeFen = Math.addExact(feeFen, feeOfLineFen);
        cells.time(row.epochSecond(AT))
                .text(merchantNo)
                .text(row, STORE)
                .text(row, TERMINAL)
                .word(row, BUSINESS_ID)
                .tail(row, PAYER)
                .text(row, OPERATOR)
                .count(count)
                .word("CNY")
                .yuan(lineFen)
                .yuan(feeOfLineFen)
                .rate(row.isNull(RATE) ? 0 : row.int4(RATE))
                .word(settleDate.toString());
    }

    @Override
    void summary(Cells cells) {
        cells.count(rows()).count(vouchers).yuan(amountFen).yuan(feeFen);
    }

    @Override
    public Map<String, Long> sums() {
        var sums = new LinkedHashMap<String, Long>();
        sums.put("amountTotal", amountFen);
        sums.put("feeTotal", feeFen);
        return sums;
    }
}

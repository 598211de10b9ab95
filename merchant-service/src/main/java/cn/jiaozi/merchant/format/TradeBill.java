package cn.jiaozi.merchant.format;

import cn.jiaozi.chassis.CopyRow;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;

/// The trade bill (交易账单): a line a payment and a line a refund, as merchants know it from the bills of the field. A
/// refund's line has its amounts in the columns of refunds alone, and the fee that came back below zero.
public final class TradeBill extends Csv {
    // Columns of the rows that it is made of.
    private static final int AT = 0;
    private static final int STORE = 1;
    private static final int TERMINAL = 2;
    private static final int PAYMENT = 3;
    private static final int ORDER = 4;
    private static final int PAYER = 5;
    private static final int OPERATOR = 6;
    private static final int PAY_MODE = 7;
    private static final int IS_REFUND = 8;
    private static final int AMOUNT = 9;
    private static final int BUSINESS_ID = 10;
    private static final int REFUND_NO = 11;
    private static final int GOODS = 12;
    private static final int ATTACH = 13;
    private static final int FEE = 14;
    private static final int RATE = 15;
    private static final int IS_OFFLINE = 16;

    private static final byte[] SUCCESS = "SUCCESS".getBytes(StandardCharsets.UTF_8);
    private static final byte[] REFUND = "REFUND".getBytes(StandardCharsets.UTF_8);
    private static final byte[] CURRENCY = "CNY".getBytes(StandardCharsets.UTF_8);

    private final String merchantNo;
    private final byte[] settleDate;
    private long orderFen;
    private long refundFen;
    private long feeFen;

    public TradeBill(String merchantNo, LocalDate settleDate) {
        super(
                "tradeTime,merchantNo,storeNo,terminalId,paymentId,merchantOrderNo,payerToken,payerOperator,payMode,"
                        + "state,currency,orderAmount,paidAmount,redPacketAmount,refundId,merchantRefundNo,"
                        + "refundAmount,refundRedPacketAmount,refundState,goods,attach,fee,feeRate,settleDate,"
                        + "offlineVoucherId",
                "count,orderTotal,paidTotal,redPacketTotal,refundTotal,feeTotal");
        this.merchantNo = merchantNo;
        this.settleDate = settleDate.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    void line(CopyRow row, Cells cells) {
        boolean isRefund = row.bool(IS_REFUND);
        long amountFen = row.int8(AMOUNT);
        cells.time(row.epochSecond(AT))
                .text(merchantNo)
                .text(row, STORE)
                .text(row, TERMINAL)
                .word(row, PAYMENT)
                .text(row, ORDER)
                .tail(row, PAYER)
                .text(row, OPERATOR)
                .word(row, PAY_MODE)
                .word(isRefund ? REFUND : SUCCESS)
                .word(CURRENCY);
        if (isRefund) {
            refundFen = Math.addExact(refundFen, -amountFen);
            cells.yuan(0)
                    .yuan(0)
                    .yuan(0)
                    .word(row, BUSINESS_ID)
                    .text(row, REFUND_NO)
                    .yuan(-amountFen);
            cells.yuan(0).word(SUCCESS);
        } else {
            orderFen = Math.addExact(orderFen, amountFen);
            cells.yuan(amountFen).yuan(amountFen).yuan(0).empty().empty().yuan(0);
            cells.yuan(0).empty();
        }
        long feeOfLineFen = row.isNull(FEE) ? 0 : row.int8(FEE);
        feeFen = Math.addExact(feeFen, feeOfLineFen);
        cells.text(row, GOODS).text(row, ATTACH).yuan(feeOfLineFen);
        cells.rate(row.isNull(RATE) ? 0 : row.int4(RATE)).word(settleDate);
        if (row.bool(IS_OFFLINE)) {
            cells.word(row, BUSINESS_ID);
        } else {
            cells.empty();
        }
    }

    @Override
    void summary(Cells cells) {
        cells.count(rows())
                .yuan(orderFen)
                .yuan(orderFen)
                .yuan(0)
                .yuan(refundFen)
                .yuan(feeFen);
    }

    @Override
    public Map<String, Long> sums() {
        var sums = new LinkedHashMap<String, Long>();
        sums.put("orderTotal", orderFen);
        sums.put("paidTotal", orderFen);
        sums.put("redPacketTotal", 0L);
        sums.put("refundTotal", refundFen);
        sums.put("feeTotal", feeFen);
        return sums;
    }
}

package cn.jiaozi.merchant.format;

import cn.jiaozi.chassis.CopyRow;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The fund-flow bill (资金账单): every leg of the merchant's wallet in the ledger's order, with the balance after it.
/// `entryId` is shard, height and leg, under which the ledger's block proves the leg.
public final class FundFlowBill extends Csv {
    private static final byte[] IN = "IN".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OUT = "OUT".getBytes(StandardCharsets.UTF_8);
    private static final byte[] WALLET = "wallet:".getBytes(StandardCharsets.UTF_8);
    private static final byte[] VOUCHERS = "vouchers:".getBytes(StandardCharsets.UTF_8);

    private final Flow flow;

    public FundFlowBill(Balances balances) {
        super(
                "bookTime,entryId,bizId,bizType,direction,amount,balanceAfter,counterparty,remark,voucherNo",
                "inCount,inTotal,outCount,outTotal,openingBalance,closingBalance");
        this.flow = new Flow(balances);
    }

    @Override
    void line(CopyRow row, Cells cells) {
        long balanceFen = flow.after(row);
        cells.time(row.epochSecond(Flow.AT))
                .text(row, Flow.ENTRY)
                .word(row, Flow.BUSINESS_ID)
                .word(row, Flow.TX_TYPE)
                .word(row.bool(Flow.IS_IN) ? IN : OUT)
                .yuan(row.int8(Flow.AMOUNT))
                .yuan(balanceFen);
        counterparty(row, cells);
        cells.text(row, Flow.ORDER);
        if (begins(row, Flow.BUSINESS_ID, VOUCHERS)) {
            cells.word(row, Flow.BUSINESS_ID);
        } else {
            cells.empty();
        }
    }

    /// Of a customer's wallet the last digits alone; an account of the bank is named.
    private static void counterparty(CopyRow row, Cells cells) {
        if (begins(row, Flow.OTHER, WALLET)) {
            cells.tail(row.bytes(), row.at(Flow.OTHER) + WALLET.length, secondColon(row));
        } else {
            cells.text(row, Flow.OTHER);
        }
    }

    private static int secondColon(CopyRow row) {
        int from = row.at(Flow.OTHER) + WALLET.length;
        int to = row.at(Flow.OTHER) + row.length(Flow.OTHER);
        for (int i = from; i < to; i++) {
            if (row.bytes()[i] == ':') {
                return i;
            }
        }
        return to;
    }

    private static boolean begins(CopyRow row, int column, byte[] with) {
        if (row.length(column) < with.length) {
            return false;
        }
        for (int i = 0; i < with.length; i++) {
            if (row.bytes()[row.at(column) + i] != with[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    void summary(Cells cells) {
        flow.end();
        cells.count(flow.ins())
                .yuan(flow.balances().inFen())
                .count(flow.outs())
                .yuan(flow.balances().outFen())
                .yuan(flow.balances().openingFen())
                .yuan(flow.balances().closingFen());
    }

    @Override
    public Map<String, Long> sums() {
        return flow.sums();
    }
}

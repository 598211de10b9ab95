package cn.jiaozi.merchant.bill;

import cn.jiaozi.merchant.format.BillFormat;
import cn.jiaozi.merchant.format.Camt;
import cn.jiaozi.merchant.format.FundFlowBill;
import cn.jiaozi.merchant.format.OfflineBill;
import cn.jiaozi.merchant.format.SettlementBill;
import cn.jiaozi.merchant.format.Statement;
import cn.jiaozi.merchant.format.TradeBill;
import reactor.core.publisher.Flux;

/// A bill while it is written from its rows: the format, which counts, and the pieces of the file.
record Drawing(BillFormat format, Flux<byte[]> pieces) {
    static Drawing of(BillKind kind, MerchantDay day, String operator, BillRowsStore rows) {
        String merchantNo = day.owner().merchantNo();
        return switch (kind) {
            case TRADE_ALL -> trade(day, "", rows);
            case TRADE_SUCCESS -> trade(day, "SALE", rows);
            case TRADE_REFUND -> trade(day, "REFUND", rows);
            case FUND_FLOW -> flow(new FundFlowBill(day.balances()), day, rows);
            case SETTLEMENT -> {
                var format = new SettlementBill(merchantNo, day.walletId(), day.day());
                yield new Drawing(format, rows.settlement(day.walletId(), day.day(), format));
            }
            case OFFLINE -> {
                var format = new OfflineBill(merchantNo, day.day());
                yield new Drawing(format, rows.offline(day.owner(), day.day(), format));
            }
            case CAMT_053 -> flow(new Camt(Camt.Message.CAMT_053, statement(day, operator)), day, rows);
            case CAMT_054 -> flow(new Camt(Camt.Message.CAMT_054, statement(day, operator)), day, rows);
        };
    }

    private static Drawing trade(MerchantDay day, String kind, BillRowsStore rows) {
        var format = new TradeBill(day.owner().merchantNo(), day.day());
        return new Drawing(format, rows.trade(day.owner(), day.day(), kind, format));
    }

    private static Drawing flow(BillFormat format, MerchantDay day, BillRowsStore rows) {
        return new Drawing(format, rows.flow(day.walletId(), day.day(), format));
    }

    private static Statement statement(MerchantDay day, String operator) {
        return new Statement(day.owner().dashed(), day.walletId(), operator, day.day(), day.closedAt(), day.balances());
    }
}

package cn.jiaozi.payment.report;

import cn.jiaozi.payment.voucher.Totals;
import java.time.LocalDate;
import java.util.List;

/// What a day has brought: copies that were received on it, and what the ledger has paid with it as its
/// accounting date.
record VoucherDay(LocalDate date, List<Totals.Total> received, long waiting, Settled settled) {
    record Settled(long entries, long vouchers, long amountFen, long receivableFen) {}
}

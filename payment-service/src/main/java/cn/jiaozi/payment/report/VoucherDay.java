package cn.jiaozi.payment.report;

import cn.jiaozi.payment.voucher.Bearer;
import cn.jiaozi.payment.voucher.Verdict;
import java.time.LocalDate;
import java.util.List;

/// What a day has brought: copies that were received on it, and what the ledger has paid with it as its
/// accounting date.
record VoucherDay(LocalDate date, List<Received> received, long waiting, Settled settled) {
    /// Copies with one verdict that one side bears.
    ///
    /// @param amountFen     of those that can be read
    /// @param paidFen       what of it the ledger has paid, on whichever day; a voucher is paid by one copy
    /// @param receivableFen what of that no reserve covered
    record Received(Verdict verdict, Bearer bearer, long count, long amountFen, long paidFen, long receivableFen) {}

    record Settled(long entries, long vouchers, long amountFen, long receivableFen) {}
}

package cn.jiaozi.payment.report;

import cn.jiaozi.payment.voucher.Bearer;
import cn.jiaozi.payment.voucher.Flag;
import cn.jiaozi.payment.voucher.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The course of a purse: its debits by their counters, and what is missing.
///
/// @param lastCounter that is known
/// @param synced      up to where the bank has told the chip that it has everything
/// @param cursor      counter after which the next page begins; empty after the last one
record PurseTimeline(
        String purseId,
        int lastCounter,
        int synced,
        Optional<Instant> suspectedAt,
        List<Gap> gaps,
        List<Step> vouchers,
        Optional<Integer> cursor) {
    /// @param givenUpAt when it had waited in vain (GAP_UNRESOLVED)
    record Gap(int first, int last, Instant openedAt, Optional<Instant> givenUpAt) {}

    /// @param settled whether the ledger has paid it
    record Step(
            int counter,
            int load,
            String voucherId,
            String payee,
            long amountFen,
            long balanceFen,
            Verdict verdict,
            Bearer bearer,
            List<Flag> flags,
            boolean settled,
            long receivableFen,
            Instant decidedAt) {}
}

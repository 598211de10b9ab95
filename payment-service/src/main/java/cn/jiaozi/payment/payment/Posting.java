package cn.jiaozi.payment.payment;

import cn.jiaozi.contracts.LedgerEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/// What the ledger said when it posted: kept as it was said.
public record Posting(
        long height, LocalDate accountingDate, Instant authorizedAt, Instant postedAt, List<LedgerEvent.Leg> legs) {
    static Posting of(LedgerEvent.Entry entry) {
        return new Posting(entry.height(), entry.accountingDate(), entry.authorizedAt(), entry.at(), entry.legs());
    }
}

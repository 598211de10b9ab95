package cn.jiaozi.payment.payment;

import cn.jiaozi.contracts.LedgerEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/// What the ledger said when it posted: kept as it was said, without the balances. Payer and payee both are told the
/// legs, and what the other one has left is not theirs to know.
public record Posting(
        long height, LocalDate accountingDate, Instant authorizedAt, Instant postedAt, List<LedgerEvent.Leg> legs) {
    static Posting of(LedgerEvent.Entry entry) {
        var legs = entry.legs().stream()
                .map(leg -> new LedgerEvent.Leg(leg.debit(), leg.credit(), leg.amountFen()))
                .toList();
        return new Posting(entry.height(), entry.accountingDate(), entry.authorizedAt(), entry.at(), legs);
    }
}

package cn.jiaozi.merchant.fee;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerEvent.Entry;
import cn.jiaozi.contracts.LedgerEvent.Leg;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.TxType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Fees of ¥100.00 at a merchant with sixty basis points.
final class FeeFixture {
    static final Instant AT = Instant.parse("2026-12-01T08:00:00Z");
    static final LocalDate DAY = LocalDate.of(2026, 12, 1);
    static final String PAYMENT = "payment:0197e3a0-0000-7000-8000-000000000001";
    static final String FEE = "fee:0197e3a0-0000-7000-8000-000000000001";
    static final long SALE_FEN = 10_000;

    private FeeFixture() {}

    static Plan plan(LocalDate effectiveOn, int rateBp) {
        return new Plan(
                new UUID(7, rateBp),
                "002000100000018",
                effectiveOn,
                new Terms(rateBp, Optional.empty(), 0, RefundPolicy.RETURN_PROPORTIONALLY),
                PlanState.APPROVED,
                "clerk",
                AT,
                Optional.of(new Plan.Decision("chief", AT)));
    }

    static Fee aFee() {
        var sold = new Turnover.Sold(PAYMENT, "002000100000018", "0020000000000022", SALE_FEN, DAY);
        return Fee.of(sold, new Plans.Agreed(plan(DAY, 60), "0001"), 60, AT);
    }

    static Turnover.Refunded refund(int nth, long amountFen) {
        return new Turnover.Refunded("refund:0197e3a0-0000-7000-8000-00000000001" + nth, PAYMENT, amountFen);
    }

    static LedgerEvent.Posted posted(StepId step) {
        var leg = new Leg("wallet:0020000000000022:available", "core:0001:fee-income", 60);
        return new LedgerEvent.Posted(step, new Entry(9, TxType.FEE, DAY.plusDays(1), List.of(leg), AT, AT, AT));
    }
}

package cn.jiaozi.merchant.fee;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/// @param proposedBy told to operators, as is `decidedBy`
record FeePlanView(
        UUID planId,
        String merchantNo,
        LocalDate effectiveOn,
        int rateBp,
        Optional<Long> capFen,
        long perTransactionFen,
        RefundPolicy refundPolicy,
        PlanState state,
        Optional<String> proposedBy,
        Instant proposedAt,
        Optional<String> decidedBy,
        Optional<Instant> decidedAt) {
    static FeePlanView of(Plan plan, boolean toOperator) {
        return new FeePlanView(
                plan.planId(),
                plan.merchantNo(),
                plan.effectiveOn(),
                plan.terms().rateBp(),
                plan.terms().capFen(),
                plan.terms().perTransactionFen(),
                plan.terms().refundPolicy(),
                plan.state(),
                Optional.of(plan.proposedBy()).filter(_ -> toOperator),
                plan.proposedAt(),
                plan.decision().map(Plan.Decision::by).filter(_ -> toOperator),
                plan.decision().map(Plan.Decision::at));
    }
}

package cn.jiaozi.merchant.fee;

import cn.jiaozi.chassis.Act;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What a merchant pays from a day on, until another plan's day begins (费率方案).
///
/// @param effectiveOn the first accounting date of payments that it applies to
record Plan(
        UUID planId,
        String merchantNo,
        LocalDate effectiveOn,
        Terms terms,
        PlanState state,
        String proposedBy,
        Instant proposedAt,
        Optional<Decision> decision)
        implements Act {
    record Decision(String by, Instant at) {}

    Plan decided(PlanState verdict, String by, Instant at) {
        return new Plan(
                planId,
                merchantNo,
                effectiveOn,
                terms,
                verdict,
                proposedBy,
                proposedAt,
                Optional.of(new Decision(by, at)));
    }

    /// @param today the bank's business day, which may be ahead of the calendar
    /// @param soon  the calendar's day a moment from now
    static boolean mayStillChange(LocalDate effectiveOn, LocalDate today, LocalDate soon) {
        return effectiveOn.isAfter(today) && effectiveOn.isAfter(soon);
    }

    boolean isOpen() {
        return state == PlanState.PROPOSED;
    }

    @Override
    public String actKey() {
        return "fee-plan:" + planId;
    }

    @Override
    public boolean finished() {
        return !isOpen();
    }

    /// For the audit log.
    Map<String, String> detail() {
        var detail = new LinkedHashMap<String, String>();
        detail.put("effectiveOn", effectiveOn.toString());
        detail.put("rateBp", String.valueOf(terms.rateBp()));
        terms.capFen().ifPresent(cap -> detail.put("capFen", cap.toString()));
        detail.put("perTransactionFen", String.valueOf(terms.perTransactionFen()));
        detail.put("refundPolicy", terms.refundPolicy().name());
        return detail;
    }
}

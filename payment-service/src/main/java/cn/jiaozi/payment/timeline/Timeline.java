package cn.jiaozi.payment.timeline;

import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.contracts.LedgerEvent.Leg;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.payment.payment.Payment;
import cn.jiaozi.payment.payment.Posting;
import cn.jiaozi.payment.payment.Standing;
import cn.jiaozi.payment.refund.Refund;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The story of a payment and then of each of its refunds, told from what was stored when it happened. Clocks of
/// several machines wrote the times, so the steps stand in the order of the ring and not of the times.
record Timeline(UUID paymentId, String businessId, List<Step> steps) {
    enum Kind {
        REQUESTED,
        AUTHORIZED,
        POSTED,
        SUCCEEDED,
        FAILED,
        REFUND_REQUESTED,
        REFUND_AUTHORIZED,
        REFUND_POSTED,
        REFUND_SUCCEEDED,
        REFUND_FAILED
    }

    /// @param height place of the entry in the ledger's one total order
    record Step(
            Kind step,
            Instant at,
            String businessId,
            Optional<Long> amountFen,
            Optional<Reason> reason,
            Optional<Long> height,
            Optional<LocalDate> accountingDate,
            Optional<List<Leg>> legs) {}

    private record Kinds(Kind requested, Kind authorized, Kind posted, Kind succeeded, Kind failed) {}

    private static final Kinds PAYMENT =
            new Kinds(Kind.REQUESTED, Kind.AUTHORIZED, Kind.POSTED, Kind.SUCCEEDED, Kind.FAILED);
    private static final Kinds REFUND = new Kinds(
            Kind.REFUND_REQUESTED,
            Kind.REFUND_AUTHORIZED,
            Kind.REFUND_POSTED,
            Kind.REFUND_SUCCEEDED,
            Kind.REFUND_FAILED);

    static Timeline of(Payment payment, List<Refund> refunds) {
        var steps = new ArrayList<>(
                steps(PAYMENT, payment.businessId(), payment.requestedAt(), payment.amountFen(), payment.standing()));
        refunds.forEach(refund -> steps.addAll(steps(
                REFUND,
                refund.businessId(),
                refund.requestedAt(),
                refund.content().amountFen(),
                refund.standing())));
        return new Timeline(payment.id(), payment.businessId(), List.copyOf(steps));
    }

    private static List<Step> steps(
            Kinds kinds, String businessId, Instant requestedAt, long amountFen, Standing standing) {
        var steps = new ArrayList<Step>();
        steps.add(plain(kinds.requested, requestedAt, businessId, Optional.of(amountFen), Optional.empty()));
        standing.posting().ifPresent(posting -> {
            steps.add(plain(kinds.authorized, posting.authorizedAt(), businessId, Optional.empty(), Optional.empty()));
            steps.add(posted(kinds.posted, businessId, posting));
        });
        standing.endedAt()
                .ifPresent(at -> steps.add(plain(
                        standing.reason().isPresent() ? kinds.failed : kinds.succeeded,
                        at,
                        businessId,
                        Optional.empty(),
                        standing.reason())));
        return steps;
    }

    private static Step plain(
            Kind kind, Instant at, String businessId, Optional<Long> amountFen, Optional<Reason> reason) {
        return new Step(kind, at, businessId, amountFen, reason, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Step posted(Kind kind, String businessId, Posting posting) {
        return new Step(
                kind,
                posting.postedAt(),
                businessId,
                Optional.empty(),
                Optional.empty(),
                Optional.of(posting.height()),
                Optional.of(posting.accountingDate()),
                Optional.of(shown(posting.legs())));
    }

    /// What the bank has advanced of a refund is between it and the merchant: the customer was paid by the merchant.
    private static List<Leg> shown(List<Leg> legs) {
        var sums = new LinkedHashMap<List<String>, Long>();
        legs.forEach(leg -> sums.merge(
                List.of(
                        Addresses.advancedFor(leg.debit())
                                .map(Addresses::wallet)
                                .orElse(leg.debit()),
                        leg.credit()),
                leg.amountFen(),
                Math::addExact));
        return sums.entrySet().stream()
                .map(sum -> new Leg(sum.getKey().getFirst(), sum.getKey().getLast(), sum.getValue()))
                .toList();
    }
}

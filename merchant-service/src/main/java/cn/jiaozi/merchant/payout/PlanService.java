package cn.jiaozi.merchant.payout;

import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.merchant.audit.AuditLine;
import cn.jiaozi.merchant.audit.AuditService;
import cn.jiaozi.merchant.onboarding.MerchantService;
import cn.jiaozi.merchant.payout.PayoutPlan.Terms;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Keeps how merchants are paid out. A plan is never changed: another day, another plan.
@Service
class PlanService {
    private final PlanStore store;
    private final MerchantService merchants;
    private final AuditService audit;
    private final Clock clock;

    /// @param existed whether it was put before, with the same content
    record Put(PayoutPlan plan, boolean existed) {}

    PlanService(PlanStore store, MerchantService merchants, AuditService audit, Clock clock) {
        this.store = store;
        this.merchants = merchants;
        this.audit = audit;
        this.clock = clock;
    }

    @Transactional
    public Mono<Put> put(Caller caller, String merchantNo, LocalDate effectiveOn, Terms said) {
        return Mono.fromCallable(said::completed)
                .flatMap(terms -> merchants
                        .find(caller, merchantNo)
                        .thenReturn(new PayoutPlan(merchantNo, effectiveOn, terms, caller.party(), clock.instant())))
                .flatMap(plan -> store.find(merchantNo, effectiveOn)
                        .map(known -> repeated(known, plan))
                        .switchIfEmpty(Mono.defer(() -> putNew(plan))));
    }

    Mono<List<PayoutPlan>> plans(Caller caller, String merchantNo) {
        return merchants.find(caller, merchantNo).then(store.all(merchantNo));
    }

    private Mono<Put> putNew(PayoutPlan plan) {
        if (plan.effectiveOn().isBefore(BusinessTime.dayOf(clock.instant()))) {
            return Mono.error(Problem.badRequest("effectiveOn", "must not be in the past"));
        }
        // Two at once for the same day: the one who waited for the other finds its row.
        return store.insert(plan)
                .flatMap(inserted -> inserted
                        ? audit.add(List.of(line(plan))).thenReturn(new Put(plan, false))
                        : store.find(plan.merchantNo(), plan.effectiveOn()).map(known -> repeated(known, plan)));
    }

    private static Put repeated(PayoutPlan known, PayoutPlan asked) {
        known.terms().difference(asked.terms()).ifPresent(pointer -> {
            throw Problem.conflict(pointer, "There is another payout plan for this merchant and day");
        });
        return new Put(known, true);
    }

    private static AuditLine line(PayoutPlan plan) {
        return AuditLine.ofMerchant(
                plan.merchantNo(),
                "PAYOUT_PLAN_SET",
                plan.putBy(),
                Optional.empty(),
                Map.of(
                        "effectiveOn", plan.effectiveOn().toString(),
                        "schedule", plan.terms().schedule().name(),
                        "keepFen", String.valueOf(plan.terms().keepFen().orElseThrow()),
                        "minimumFen", String.valueOf(plan.terms().minimumFen().orElseThrow())),
                plan.putAt());
    }
}

package cn.jiaozi.merchant.fee;

import cn.jiaozi.chassis.Begun;
import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Ids;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.merchant.audit.AuditLine;
import cn.jiaozi.merchant.audit.AuditService;
import cn.jiaozi.merchant.book.BookService;
import cn.jiaozi.merchant.onboarding.MerchantService;
import java.time.Clock;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Plans of fees: one operator proposes, another decides. A plan moves money without anybody looking at
/// each payment, so two look at the plan.
@Service
class FeePlanService {
    private final FeePlanStore store;
    private final MerchantService merchants;
    private final AuditService audit;
    private final BookService book;
    private final FeeSettings settings;
    private final Ids ids;
    private final Clock clock;

    FeePlanService(
            FeePlanStore store,
            MerchantService merchants,
            AuditService audit,
            BookService book,
            FeeSettings settings,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.merchants = merchants;
        this.audit = audit;
        this.book = book;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
    }

    /// What is approved stays in force until what is proposed in its place is approved, too.
    @Transactional
    public Mono<Begun<Plan>> propose(Caller caller, String merchantNo, LocalDate effectiveOn, Terms terms) {
        terms.contradiction().ifPresent(pointer -> {
            throw Problem.badRequest(pointer, "must not be less than perTransactionFen");
        });
        return merchants
                .find(caller, merchantNo)
                .then(store.lock(merchantNo))
                .then(store.ofDay(merchantNo, effectiveOn))
                .flatMap(there -> known(there, terms)
                        .map(known -> Mono.just(new Begun<>(known, true)))
                        .orElseGet(() -> notBegun(effectiveOn)
                                .then(Mono.defer(() -> insert(plan(caller, merchantNo, effectiveOn, terms))))));
    }

    /// @param verdict APPROVED, which needs another operator than the one who has proposed, or REJECTED
    @Transactional
    public Mono<Begun<Plan>> decide(
            Caller caller, String merchantNo, LocalDate effectiveOn, UUID planId, PlanState verdict) {
        return merchants
                .find(caller, merchantNo)
                .then(store.lock(merchantNo))
                .then(store.find(merchantNo, effectiveOn, planId))
                .switchIfEmpty(
                        Mono.error(() -> Problem.notFound("/planId", "There is no such plan of this merchant and day")))
                .flatMap(plan -> plan.state() == verdict
                        ? Mono.just(new Begun<>(plan, true))
                        : decide(plan, verdict, caller.scope()));
    }

    /// Merchants see what applies, has applied or will apply to them; operators everything.
    Mono<List<Plan>> page(Caller caller, String merchantNo, UUID after, int limit) {
        var states = caller.is(Role.OPERATOR)
                ? EnumSet.allOf(PlanState.class)
                : EnumSet.of(PlanState.APPROVED, PlanState.REPLACED);
        return merchants.find(caller, merchantNo).then(store.page(merchantNo, states, after, limit));
    }

    /// The plan of this day that says the same, be it open or approved.
    private static Optional<Plan> known(List<Plan> there, Terms terms) {
        there.stream()
                .filter(Plan::isOpen)
                .findFirst()
                .ifPresent(open -> open.terms().difference(terms).ifPresent(pointer -> {
                    throw Problem.conflict(pointer, "Another plan for this day is open; let it be decided first");
                }));
        return there.stream()
                .filter(plan -> plan.terms().equals(terms))
                .max((one, other) -> Boolean.compare(one.isOpen(), other.isOpen()));
    }

    private Plan plan(Caller caller, String merchantNo, LocalDate effectiveOn, Terms terms) {
        return new Plan(
                ids.next(),
                merchantNo,
                effectiveOn,
                terms,
                PlanState.PROPOSED,
                caller.scope(),
                clock.instant(),
                Optional.empty());
    }

    private Mono<Begun<Plan>> insert(Plan plan) {
        return store.insert(plan)
                .then(note(plan, "FEE_PLAN_PROPOSED", plan.proposedBy()))
                .thenReturn(new Begun<>(plan, false));
    }

    private Mono<Begun<Plan>> decide(Plan plan, PlanState verdict, String by) {
        if (!plan.isOpen()) {
            return Mono.error(Problem.of(
                    HttpStatus.CONFLICT, Reason.FEE_PLAN_DECIDED, "The plan is " + plan.state() + " already"));
        }
        if (verdict == PlanState.REJECTED) {
            return decided(plan.decided(verdict, by, clock.instant()));
        }
        return plan.proposedBy().equals(by)
                ? Mono.error(Problem.of(
                        HttpStatus.FORBIDDEN,
                        Reason.FOUR_EYES,
                        "Another operator than the one who proposed it must approve it"))
                : notBegun(plan.effectiveOn())
                        .then(Mono.defer(() -> decided(plan.decided(verdict, by, clock.instant()))));
    }

    private Mono<Begun<Plan>> decided(Plan decided) {
        return store.decide(decided)
                .then(note(
                        decided,
                        "FEE_PLAN_" + decided.state(),
                        decided.decision().orElseThrow().by()))
                .thenReturn(new Begun<>(decided, false));
    }

    /// What applies to a payment is known when the payment is: nothing changes once the day has begun.
    private Mono<Void> notBegun(LocalDate effectiveOn) {
        var soon = BusinessTime.dayOf(clock.instant().plus(settings.planLead()));
        return book.today()
                .flatMap(today -> Plan.mayStillChange(effectiveOn, today, soon)
                        ? Mono.empty()
                        : Mono.error(Problem.badRequest(
                                "effectiveOn",
                                "must not have begun, or begin within "
                                        + settings.planLead().toMinutes() + " minutes")));
    }

    private Mono<Void> note(Plan plan, String what, String who) {
        return audit.add(List.of(new AuditLine(
                plan.actKey(),
                Optional.of(plan.merchantNo()),
                what,
                who,
                Optional.empty(),
                plan.detail(),
                clock.instant())));
    }
}

package cn.jiaozi.merchant.payout;

import cn.jiaozi.chassis.AfterCommit;
import cn.jiaozi.chassis.Begun;
import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Outbox;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.chassis.Waiters;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.WalletEvent;
import cn.jiaozi.merchant.audit.AuditLine;
import cn.jiaozi.merchant.audit.AuditService;
import cn.jiaozi.merchant.onboarding.MerchantService;
import cn.jiaozi.merchant.outlet.OutletService;
import cn.jiaozi.merchant.outlet.WalletOwner;
import cn.jiaozi.merchant.page.Cursor;
import cn.jiaozi.merchant.sale.Sale;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Payouts that somebody asks for, what is heard of all of them, and who may see them.
@Service
public class PayoutService {
    public static final String NOUN = Payout.NOUN;

    private static final Logger log = LoggerFactory.getLogger(PayoutService.class);

    private final PayoutStore store;
    private final PlanningStore planning;
    private final PlanStore plans;
    private final TurnoverStore turnover;
    private final MerchantService merchants;
    private final OutletService outlets;
    private final AuditService audit;
    private final Outbox outbox;
    private final Waiters waiters;
    private final PayoutSettings settings;
    private final PlanningJob job;
    private final MeterRegistry metrics;
    private final Clock clock;

    PayoutService(
            PayoutStore store,
            PlanningStore planning,
            PlanStore plans,
            TurnoverStore turnover,
            MerchantService merchants,
            OutletService outlets,
            AuditService audit,
            Outbox outbox,
            Waiters waiters,
            PayoutSettings settings,
            PlanningJob job,
            MeterRegistry metrics,
            Clock clock) {
        this.store = store;
        this.planning = planning;
        this.plans = plans;
        this.turnover = turnover;
        this.merchants = merchants;
        this.outlets = outlets;
        this.audit = audit;
        this.outbox = outbox;
        this.waiters = waiters;
        this.settings = settings;
        this.job = job;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// @param atMostFen empty for all that there is beyond what the plan keeps
    @Transactional
    public Mono<Begun<Payout>> begin(Caller caller, WalletOwner owner, String actId, Optional<Long> atMostFen) {
        long most = atMostFen.orElse(PayoutPlan.MOST_FEN);
        return outlets.known(caller, owner)
                .then(store.find(owner.merchantNo(), actId))
                .map(known -> repeated(known, owner, most))
                .switchIfEmpty(Mono.defer(() -> plan(owner, new Payout.Wish(actId, caller.party()), most)));
    }

    Mono<Payout> find(Caller caller, String merchantNo, String id) {
        return merchants.find(caller, merchantNo).then(reread(merchantNo, id));
    }

    Mono<Payout> reread(String merchantNo, String id) {
        return store.find(merchantNo, id)
                .switchIfEmpty(Mono.error(() -> Problem.notFound("There is no such payout of this merchant")));
    }

    Mono<PayoutView.Page> page(Caller caller, String merchantNo, Optional<LocalDate> dueOn, Cursor before, int limit) {
        return merchants
                .find(caller, merchantNo)
                .then(store.page(merchantNo, dueOn, before, limit + 1))
                .map(oneMore -> PayoutView.Page.of(oneMore, limit));
    }

    /// What was sold and heard of for the first time.
    @Transactional
    public Mono<Void> sold(List<Sale> sales) {
        if (sales.isEmpty()) {
            return Mono.empty();
        }
        return turnover.add(sales.stream()
                        .collect(Collectors.groupingBy(
                                sale -> new WalletOwner(sale.merchantNo(), sale.storeNo()),
                                Collectors.summingLong(Sale::amountFen))))
                .filter(concerned -> concerned > 0)
                .flatMap(_ -> AfterCommit.run(job::wake));
    }

    @Transactional
    public Mono<Void> hear(List<LedgerEvent> events) {
        events.forEach(event -> {
            if (event instanceof LedgerEvent.Conflicted conflicted) {
                conflicted(conflicted.id().businessId(), conflicted.field());
            }
        });
        return hear(events, event -> event.id().businessId(), Payout::heard);
    }

    @Transactional
    public Mono<Void> hearWallets(List<WalletEvent> events) {
        events.forEach(event -> {
            if (event instanceof WalletEvent.Conflicted conflicted) {
                conflicted(conflicted.businessId(), conflicted.field());
            }
        });
        return hear(events, WalletEvent::businessId, Payout::heard);
    }

    private <E> Mono<Void> hear(List<E> events, Function<E, String> businessId, BiFunction<Payout, E, Payout> heard) {
        return store.lock(events.stream().map(businessId).distinct().toList()).flatMap(before -> {
            var byId = new LinkedHashMap<String, Payout>();
            before.forEach(payout -> byId.put(payout.businessId(), payout));
            for (var event : events) {
                var id = businessId.apply(event);
                if (byId.computeIfPresent(id, (_, payout) -> heard.apply(payout, event)) == null) {
                    strange(id);
                }
            }
            var changed = new ArrayList<>(byId.values());
            changed.removeAll(Set.copyOf(before));
            var states = before.stream().collect(Collectors.toMap(Payout::payoutId, Payout::state));
            changed.stream()
                    .filter(payout -> payout.state() != states.get(payout.payoutId()))
                    .forEach(this::count);
            return store.save(changed)
                    .then(waiters.endAfterCommit(
                            changed.stream().filter(Payout::finished).toList()))
                    // Whoever is paid out by its sales waits for the payout before.
                    .then(changed.stream().anyMatch(Payout::isBySales) ? AfterCommit.run(job::wake) : Mono.empty());
        });
    }

    private Mono<Begun<Payout>> plan(WalletOwner owner, Payout.Wish wish, long atMostFen) {
        var now = clock.instant();
        var today = BusinessTime.dayOf(now);
        return merchants
                .active(owner.merchantNo())
                .then(plans.inForce(owner.merchantNo(), today))
                .map(PayoutPlan::terms)
                .defaultIfEmpty(PayoutPlan.Terms.NONE)
                .flatMap(terms -> planning.plan(owner, wish, terms, atMostFen, today, now, settings.askAgain(1, now)))
                .flatMap(payout -> outbox.announce(List.of(PlanningService.announcement(payout)))
                        .then(audit.add(List.of(line(payout, wish))))
                        .thenReturn(new Begun<>(payout, false)))
                // The same, asked for twice at once: the one who waited for the other finds its row.
                .switchIfEmpty(Mono.defer(() ->
                        store.find(owner.merchantNo(), wish.actId()).map(known -> repeated(known, owner, atMostFen))))
                .switchIfEmpty(Mono.error(() -> Problem.of(
                        HttpStatus.CONFLICT,
                        Reason.BANK_ACCOUNT_NOT_LINKED,
                        owner.storeNo().isPresent()
                                ? "The store has no wallet of its own, or none that is paid out"
                                : "Nobody has been told to which account this merchant is paid out")));
    }

    private static Begun<Payout> repeated(Payout known, WalletOwner owner, long atMostFen) {
        if (!known.owner().equals(owner)) {
            throw Problem.conflict("/storeNo", "This id was used for another payout");
        }
        if (known.bounds().atMostFen() != atMostFen) {
            throw Problem.conflict("/atMostFen", "This id was used for another payout");
        }
        return new Begun<>(known, true);
    }

    private static AuditLine line(Payout payout, Payout.Wish wish) {
        return AuditLine.ofMerchant(
                payout.merchantNo(),
                "PAYOUT_ASKED",
                wish.party(),
                Optional.of(wish.actId()),
                Map.of(
                        "payoutId", payout.payoutId(),
                        "atMostFen", String.valueOf(payout.bounds().atMostFen())),
                payout.plannedAt());
    }

    /// Somebody has to look; nothing changes.
    private void conflicted(String businessId, String field) {
        log.warn("{} is known with another {}", businessId, field);
        metrics.counter("jiaozi.payout.conflicted").increment();
    }

    /// The batch has other things to tell, of which the book keeps all; so this is an alert, and nothing else.
    private void strange(String businessId) {
        log.warn("Something was heard of {}, which was never planned here", businessId);
        metrics.counter("jiaozi.payout.strange").increment();
    }

    private void count(Payout payout) {
        var reason = payout.heard().reason().map(Enum::name).orElse("none");
        metrics.counter("jiaozi.payout.moved", "state", payout.state().name(), "reason", reason)
                .increment();
        if (payout.finished()) {
            log.info("{} ended {} {}", payout.businessId(), payout.state(), reason);
        }
    }
}

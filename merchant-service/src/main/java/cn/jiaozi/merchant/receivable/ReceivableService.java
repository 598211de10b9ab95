package cn.jiaozi.merchant.receivable;

import cn.jiaozi.chassis.Asking;
import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.merchant.onboarding.AdvanceSettings;
import cn.jiaozi.merchant.onboarding.MerchantService;
import cn.jiaozi.merchant.onboarding.MerchantSettings;
import cn.jiaozi.merchant.page.Cursor;
import cn.jiaozi.merchant.receivable.Receivable.Advanced;
import cn.jiaozi.merchant.receivable.Receivable.Debtor;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Keeps what the bank has advanced for refunds, and takes it back from coming sales.
@Service
public class ReceivableService {
    public static final String NOUN = Receivable.NOUN;

    /// Receivables of one merchant that one batch of sales brings to the ledger.
    private static final int SET_OFF_AT_MOST = 50;

    private static final Comparator<Receivable> OLDEST_FIRST =
            Comparator.comparing(Receivable::since).thenComparing(Receivable::businessId);

    private static final Logger log = LoggerFactory.getLogger(ReceivableService.class);

    private final ReceivableStore store;
    private final LimitService limits;
    private final MerchantService merchants;
    private final Asking asking;
    private final MerchantSettings operator;
    private final AdvanceSettings settings;
    private final MeterRegistry metrics;
    private final Clock clock;

    ReceivableService(
            ReceivableStore store,
            LimitService limits,
            MerchantService merchants,
            Asking asking,
            MerchantSettings operator,
            AdvanceSettings settings,
            MeterRegistry metrics,
            Clock clock) {
        this.store = store;
        this.limits = limits;
        this.merchants = merchants;
        this.asking = asking;
        this.operator = operator;
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// Refunds that the bank has advanced. The wallet is looked at at once: something may have been sold since.
    ///
    /// @param events whatever the ledger has told
    @Transactional
    public Mono<Void> keep(List<LedgerEvent> events) {
        var advanced =
                events.stream().flatMap(event -> Advanced.of(event).stream()).toList();
        var undone = events.stream()
                .flatMap(event -> Receivable.undone(event).stream())
                .collect(Collectors.toSet());
        return (advanced.isEmpty()
                        ? Mono.<Void>empty()
                        : store.debtors(advanced.stream()
                                        .map(Advanced::walletId)
                                        .collect(Collectors.toSet()))
                                .flatMap(debtors -> keep(advanced, debtors)))
                .then(undone.isEmpty() ? Mono.empty() : Mono.defer(() -> undo(undone)));
    }

    /// In the transaction that has kept the sales: the oldest receivables that what was sold could pay, and the oldest
    /// one in any case, since there may be more in the wallet.
    ///
    /// @param takings what each merchant has sold
    @Transactional
    public Mono<Void> setOff(Map<String, Long> takings) {
        return takings.isEmpty()
                ? Mono.empty()
                : store.lockOldest(takings.keySet(), SET_OFF_AT_MOST).flatMap(oldest -> press(oldest, takings));
    }

    /// @param answers to what was asked about receivables, in their order
    @Transactional
    public Mono<Void> hear(List<LedgerEvent> answers) {
        answers.forEach(this::alert);
        var named =
                answers.stream().map(event -> event.id().businessId()).collect(Collectors.toCollection(TreeSet::new));
        return store.lock(named).flatMap(locked -> hear(answers, locked));
    }

    /// What no sale has brought back in time.
    ///
    /// @return how many
    @Transactional
    Mono<Integer> askAgain(int atMost) {
        return store.lockDue(clock.instant(), atMost).flatMap(due -> {
            var again = due.stream().map(Receivable::pressed).toList();
            return store.save(again).then(ask(again)).thenReturn(again.size());
        });
    }

    Mono<Ageing> ageing() {
        return store.ageing(Optional.empty(), BusinessTime.dayOf(clock.instant()));
    }

    Mono<ReceivablePage> of(Caller caller, String merchantNo, Optional<Bucket> bucket, Cursor after, int limit) {
        return merchants.find(caller, merchantNo).then(page(Optional.of(merchantNo), bucket, after, limit));
    }

    Mono<ReceivablePage> page(Optional<String> merchantNo, Optional<Bucket> bucket, Cursor after, int limit) {
        var today = BusinessTime.dayOf(clock.instant());
        return store.ageing(merchantNo, today)
                .flatMap(ageing -> store.page(merchantNo, bucket, today, after, limit + 1)
                        .map(oneMore -> ReceivablePage.of(today, ageing, oneMore, limit)));
    }

    private Mono<Void> keep(List<Advanced> advanced, Map<String, Debtor> debtors) {
        var known = new LinkedHashMap<String, Receivable>();
        for (var each : advanced) {
            var debtor = debtors.get(each.walletId());
            if (debtor == null) {
                log.error(
                        "{} was advanced for wallet {}, which is no merchant's",
                        each.refundBusinessId(),
                        each.walletId());
                metrics.counter("jiaozi.receivable.strange").increment();
            } else {
                known.put(each.refundBusinessId(), Receivable.of(each, debtor));
            }
        }
        var receivables = List.copyOf(known.values());
        return receivables.isEmpty()
                ? Mono.empty()
                : store.insert(receivables)
                        .map(inserted -> receivables.stream()
                                .filter(receivable -> inserted.contains(receivable.businessId()))
                                .toList())
                        .flatMap(fresh -> ask(fresh).then(limits.ask(wallets(fresh))));
    }

    private Mono<Void> undo(Set<String> businessIds) {
        return store.lock(businessIds)
                .flatMap(locked ->
                        store.save(locked.stream().map(Receivable::undone).toList()));
    }

    private Mono<Void> press(List<Receivable> oldest, Map<String, Long> takings) {
        var unspent = new HashMap<>(takings);
        var pressed = new ArrayList<Receivable>();
        for (var receivable : oldest.stream().sorted(OLDEST_FIRST).toList()) {
            long fen = unspent.getOrDefault(receivable.debtor().merchantNo(), 0L);
            if (fen > 0) {
                pressed.add(receivable.pressed());
                unspent.put(receivable.debtor().merchantNo(), fen - receivable.leftFen());
            }
        }
        var waiting = oldest.stream()
                .filter(Receivable::isAsked)
                .map(Receivable::businessId)
                .collect(Collectors.toSet());
        return store.save(pressed)
                .then(ask(pressed.stream()
                        .filter(receivable -> !waiting.contains(receivable.businessId()))
                        .toList()));
    }

    private Mono<Void> hear(List<LedgerEvent> answers, List<Receivable> before) {
        var now = clock.instant();
        var byId = new LinkedHashMap<String, Receivable>();
        before.forEach(receivable -> byId.put(receivable.businessId(), receivable));
        for (var answer : answers) {
            if (byId.computeIfPresent(
                            answer.id().businessId(),
                            (_, receivable) -> receivable.heard(answer, now, settings.askAgainAfter()))
                    == null) {
                log.error("An answer to a receivable that is not here: {}", answer.id());
                metrics.counter("jiaozi.receivable.strange").increment();
            }
        }
        var changed = new ArrayList<>(byId.values());
        changed.removeAll(Set.copyOf(before));
        return store.save(changed)
                .then(asking.answered(answers.stream()
                        .filter(answer -> !(answer instanceof LedgerEvent.Conflicted))
                        .map(LedgerEvent::id)
                        .toList()));
    }

    private Mono<Void> ask(List<Receivable> asked) {
        var now = clock.instant();
        return asking.ask(asked.stream()
                .sorted(OLDEST_FIRST)
                .map(receivable -> receivable.ask(operator.operator(), now))
                .toList());
    }

    private static Set<String> wallets(List<Receivable> receivables) {
        return receivables.stream().map(r -> r.debtor().walletId()).collect(Collectors.toSet());
    }

    private void alert(LedgerEvent answer) {
        if (answer instanceof LedgerEvent.Conflicted conflicted) {
            log.error("The ledger knows {} with another {}", conflicted.id(), conflicted.field());
            metrics.counter("jiaozi.receivable.conflicted").increment();
        }
    }
}

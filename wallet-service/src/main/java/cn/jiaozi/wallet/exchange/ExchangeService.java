package cn.jiaozi.wallet.exchange;

import cn.jiaozi.chassis.Begun;
import cn.jiaozi.chassis.Ids;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.chassis.Waiters;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.wallet.asking.AskingService;
import cn.jiaozi.wallet.asking.AskingService.Ask;
import cn.jiaozi.wallet.bank.BankAnswer;
import cn.jiaozi.wallet.bank.BankTransfer;
import cn.jiaozi.wallet.bank.CoreSettings;
import cn.jiaozi.wallet.counter.Counter;
import cn.jiaozi.wallet.counter.CounterService;
import cn.jiaozi.wallet.opening.Wallet;
import cn.jiaozi.wallet.opening.WalletService;
import cn.jiaozi.wallet.restriction.Posture;
import cn.jiaozi.wallet.restriction.RestrictionService;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

@Service
public class ExchangeService {
    private static final Logger log = LoggerFactory.getLogger(ExchangeService.class);

    private final ExchangeStore store;
    private final WalletService wallets;
    private final RestrictionService restrictions;
    private final CounterService counters;
    private final CoreAccounts accounts;
    private final AskingService asking;
    private final Waiters waiters;
    private final CoreSettings core;
    private final MeterRegistry metrics;
    private final Ids ids;
    private final Clock clock;

    /// What is to be done at the core: send it for the first time, or ask what became of it.
    record Call(Exchange exchange, BankTransfer transfer) {
        boolean isFirst() {
            return exchange.tries() == 1;
        }
    }

    record Answered(String businessId, BankAnswer answer) {}

    ExchangeService(
            ExchangeStore store,
            WalletService wallets,
            RestrictionService restrictions,
            CounterService counters,
            CoreAccounts accounts,
            AskingService asking,
            Waiters waiters,
            CoreSettings core,
            MeterRegistry metrics,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.wallets = wallets;
        this.restrictions = restrictions;
        this.counters = counters;
        this.accounts = accounts;
        this.asking = asking;
        this.waiters = waiters;
        this.core = core;
        this.metrics = metrics;
        this.ids = ids;
        this.clock = clock;
    }

    @Transactional
    Mono<Begun<Exchange>> begin(Wish wish) {
        return store.find(wish.party(), wish.exchangeId())
                .map(wish::repeated)
                .switchIfEmpty(Mono.defer(() -> begun(wish)));
    }

    @Transactional
    Mono<Exchange> find(String party, String exchangeId) {
        return store.find(party, exchangeId)
                .switchIfEmpty(Mono.error(Problem.notFound("There is no such exchange of yours")));
    }

    @Transactional
    public Mono<Void> hear(List<LedgerEvent> events) {
        var businessIds =
                events.stream().map(event -> event.id().businessId()).distinct().toList();
        return store.lock(businessIds)
                .flatMap(before -> {
                    var byId = new LinkedHashMap<String, Exchange>();
                    before.forEach(exchange -> byId.put(exchange.businessId(), exchange));
                    events.forEach(event -> {
                        var exchange = Objects.requireNonNull(
                                byId.get(event.id().businessId()), () -> "no exchange for " + event.id());
                        byId.put(exchange.businessId(), exchange.heard(event, clock.instant()));
                    });
                    return move(before, List.copyOf(byId.values()));
                })
                .then(asking.answered(events.stream().map(LedgerEvent::id).toList()));
    }

    /// Takes exchanges that wait for the core. When this has committed they are SENT, and only then they are called.
    @Transactional
    Mono<List<Call>> take(int atMost) {
        var now = clock.instant();
        return store.take(now, now.plus(core.lease()), atMost)
                .flatMap(taken -> accounts.of(taken)
                        .map(found -> taken.stream()
                                // Whose account cannot be read keeps its lease and is tried again after it.
                                .filter(exchange -> found.containsKey(exchange.businessId()))
                                .map(exchange ->
                                        call(exchange, Objects.requireNonNull(found.get(exchange.businessId()))))
                                .toList()));
    }

    /// Stores a round of answers in one transaction.
    @Transactional
    Mono<Void> conclude(List<Answered> answers) {
        var byId = new HashMap<String, BankAnswer>();
        answers.forEach(answered -> byId.put(answered.businessId(), answered.answer()));
        return store.lock(byId.keySet()).flatMap(before -> {
            var now = clock.instant();
            var after = before.stream()
                    .map(exchange -> exchange.answered(
                            Objects.requireNonNull(byId.get(exchange.businessId())), now, core::pause))
                    .toList();
            return move(before, after).then(asking.ask(asks(before, after)));
        });
    }

    private Mono<Begun<Exchange>> begun(Wish wish) {
        return wish.desk()
                .map(desk -> counters.known(desk.counterId())
                        .flatMap(counter ->
                                anybodys(wish.walletId()).flatMap(wallet -> begun(wish, wallet, Optional.of(counter)))))
                .orElseGet(() -> wallets.owned(wish.walletId(), wish.party())
                        .flatMap(wallet -> begun(wish, wallet, Optional.empty())));
    }

    private Mono<Wallet> anybodys(String walletId) {
        return wallets.find(List.of(walletId))
                .mapNotNull(found -> found.get(walletId))
                .switchIfEmpty(Mono.error(Problem.notFound("/walletId", "There is no such wallet")));
    }

    private Mono<Begun<Exchange>> begun(Wish wish, Wallet wallet, Optional<Counter> counter) {
        var requested = wish.requested(Exchange.NOUN + ":" + ids.next(), clock.instant());
        return restrictions.postures(List.of(wallet.walletId())).flatMap(postures -> {
            var posture = postures.getOrDefault(wallet.walletId(), Posture.FREE);
            var exchange = ExchangeRules.refusal(wallet, counter, wish.kind(), posture)
                    .map(requested::refused)
                    .orElse(requested);
            // The same exchange, asked for twice at once: the one who waited for the other finds its row.
            return store.insert(exchange)
                    .flatMap(inserted -> inserted
                            ? announced(exchange, wallet)
                            : find(exchange.party(), exchange.exchangeId()).map(wish::repeated));
        });
    }

    private Mono<Begun<Exchange>> announced(Exchange exchange, Wallet wallet) {
        count(exchange);
        return (exchange.finished() ? Mono.<Void>empty() : asking.ask(List.of(hold(exchange, wallet))))
                .thenReturn(new Begun<>(exchange, false));
    }

    private Ask hold(Exchange exchange, Wallet wallet) {
        return new Ask(
                wallet.walletId(),
                new LedgerRequest.HoldEntry(
                        StepId.first(exchange.businessId(), Exchange.HOLD),
                        ExchangeRules.entry(exchange, wallet, clock.instant())));
    }

    private Mono<Void> move(List<Exchange> before, List<Exchange> after) {
        var changed = new ArrayList<>(after);
        changed.removeAll(Set.copyOf(before));
        changed.forEach(this::count);
        return store.save(changed)
                .then(waiters.wakeAfterCommit(changed.stream()
                        .filter(Exchange::finished)
                        .map(Exchange::actKey)
                        .toList()));
    }

    private static List<Ask> asks(List<Exchange> before, List<Exchange> after) {
        var known = Set.copyOf(before);
        return after.stream()
                .filter(exchange -> !known.contains(exchange))
                .flatMap(exchange -> ask(exchange).stream())
                .toList();
    }

    private static Optional<Ask> ask(Exchange exchange) {
        var hold = StepId.first(exchange.businessId(), Exchange.HOLD);
        return switch (exchange.state()) {
            case CAPTURING ->
                Optional.of(new Ask(
                        exchange.walletId(),
                        new LedgerRequest.CaptureHold(StepId.first(exchange.businessId(), Exchange.CAPTURE), hold)));
            case VOIDING ->
                Optional.of(new Ask(
                        exchange.walletId(),
                        new LedgerRequest.VoidHold(StepId.first(exchange.businessId(), Exchange.VOID), hold)));
            case REQUESTED, HELD, SENT, UNKNOWN, SUCCEEDED, FAILED -> Optional.empty();
        };
    }

    private static Call call(Exchange exchange, String accountNo) {
        return new Call(
                exchange,
                new BankTransfer(
                        exchange.coreRequestId().orElseThrow(),
                        exchange.kind().direction(),
                        accountNo,
                        exchange.amountFen(),
                        exchange.walletId()));
    }

    private void count(Exchange exchange) {
        metrics.counter(
                        "jiaozi.exchange.moved",
                        "kind",
                        exchange.kind().name(),
                        "state",
                        exchange.state().name(),
                        "reason",
                        exchange.reason().map(Enum::name).orElse("none"))
                .increment();
        if (exchange.finished()) {
            log.info(
                    "{} ended {} {}",
                    exchange.businessId(),
                    exchange.state(),
                    exchange.reason().map(Enum::name).orElse(""));
        }
    }
}

package cn.jiaozi.wallet.exchange;

import cn.jiaozi.chassis.Asking;
import cn.jiaozi.chassis.Asking.Ask;
import cn.jiaozi.chassis.Begun;
import cn.jiaozi.chassis.Ids;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.wallet.bank.BankAnswer;
import cn.jiaozi.wallet.bank.BankTransfer;
import cn.jiaozi.wallet.bank.CoreSettings;
import cn.jiaozi.wallet.counter.Counter;
import cn.jiaozi.wallet.counter.CounterService;
import cn.jiaozi.wallet.opening.Wallet;
import cn.jiaozi.wallet.opening.WalletService;
import cn.jiaozi.wallet.restriction.Posture;
import cn.jiaozi.wallet.restriction.RestrictionService;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

@Service
public class ExchangeService {
    private final ExchangeStore store;
    private final WalletService wallets;
    private final RestrictionService restrictions;
    private final CounterService counters;
    private final CoreAccounts accounts;
    private final Asking asking;
    private final EndingService ends;
    private final CoreSettings core;
    private final Ids ids;
    private final Clock clock;

    /// What is to be done at the core: send it for the first time, or ask what became of it.
    record Call(Exchange exchange, BankTransfer transfer) {
        boolean isFirst() {
            return exchange.isSentFirst();
        }
    }

    record Answered(String businessId, BankAnswer answer) {}

    ExchangeService(
            ExchangeStore store,
            WalletService wallets,
            RestrictionService restrictions,
            CounterService counters,
            CoreAccounts accounts,
            Asking asking,
            EndingService ends,
            CoreSettings core,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.wallets = wallets;
        this.restrictions = restrictions;
        this.counters = counters;
        this.accounts = accounts;
        this.asking = asking;
        this.ends = ends;
        this.core = core;
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
                    return ends.move(before, List.copyOf(byId.values()));
                })
                .then(asking.answered(events.stream().map(LedgerEvent::id).toList()));
    }

    /// Takes exchanges that wait for the core. When this has committed they are SENT, and only then they are called.
    @Transactional
    Mono<List<Call>> take(int atMost) {
        var now = clock.instant();
        return store.take(now, now.plus(core.lease()), atMost)
                .flatMap(taken -> ends.tell(
                                taken.stream().filter(Exchange::isSentFirst).toList(), now)
                        .then(accounts.of(taken))
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
            return ends.move(before, after)
                    .then(asking.ask(asks(before, after)))
                    .then(ends.tell(further(before, after), now));
        });
    }

    /// What the core says of transfers, whoever has asked it. Only a final word moves what waits for one.
    ///
    /// @param byRequest by the core's request id
    @Transactional
    public Mono<Void> told(Map<String, BankAnswer> byRequest) {
        return store.lockByCoreRequest(byRequest.keySet())
                .flatMap(found -> conclude(found.stream()
                        .map(exchange -> new Answered(
                                exchange.businessId(),
                                Objects.requireNonNull(
                                        byRequest.get(exchange.coreRequestId().orElseThrow()))))
                        .filter(answered -> answered.answer().isFinal())
                        .toList()));
    }

    /// The ledger has posted what came back of these; of a payout merchant-service hears that from the ledger.
    @Transactional
    public Mono<Void> cameBack(Collection<String> businessIds) {
        return businessIds.isEmpty()
                ? Mono.empty()
                : store.lock(businessIds)
                        .flatMap(before -> ends.move(
                                before,
                                before.stream()
                                        .map(exchange -> exchange.cameBack(clock.instant()))
                                        .toList()));
    }

    /// What the core was asked for under these ids, locked.
    @Transactional
    public Mono<List<Exchange>> lockByCoreRequest(Collection<String> requestIds) {
        return store.lockByCoreRequest(requestIds);
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
            return store.insert(List.of(exchange))
                    .flatMap(inserted -> inserted.contains(exchange.businessId())
                            ? announced(exchange, wallet)
                            : find(exchange.party(), exchange.exchangeId()).map(wish::repeated));
        });
    }

    private Mono<Begun<Exchange>> announced(Exchange exchange, Wallet wallet) {
        ends.count(exchange);
        return (exchange.finished() ? Mono.<Void>empty() : asking.ask(List.of(ExchangeAsks.hold(exchange, wallet))))
                .thenReturn(new Begun<>(exchange, false));
    }

    /// Those that are in another state now.
    private static List<Exchange> further(List<Exchange> before, List<Exchange> after) {
        var states = before.stream().collect(Collectors.toMap(Exchange::businessId, Exchange::state));
        return after.stream()
                .filter(exchange -> exchange.state() != states.get(exchange.businessId()))
                .toList();
    }

    private static List<Ask> asks(List<Exchange> before, List<Exchange> after) {
        var known = Set.copyOf(before);
        return after.stream()
                .filter(exchange -> !known.contains(exchange))
                .flatMap(exchange -> ExchangeAsks.ending(exchange).stream())
                .toList();
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
}

package cn.jiaozi.wallet.returned;

import cn.jiaozi.chassis.Asking;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.wallet.bank.BankReturn;
import cn.jiaozi.wallet.exchange.Exchange;
import cn.jiaozi.wallet.exchange.ExchangeService;
import cn.jiaozi.wallet.opening.WalletService;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Brings the money of payouts and redeems that were sent back into the wallets that it came from.
@Service
public class ReturnService {
    /// Of the ledger's entry; everything else of a transfer is the exchange's.
    public static final String STEP = Returned.STEP;

    private static final Logger log = LoggerFactory.getLogger(ReturnService.class);
    private static final int ROUND = 500;
    /// A transfer that came back before it was captured is captured soon.
    private static final Duration CAPTURED_SOON = Duration.ofSeconds(2);

    private final ReturnStore store;
    private final ExchangeService exchanges;
    private final WalletService wallets;
    private final Asking asking;
    private final ReturnSettings settings;
    private final MeterRegistry metrics;
    private final Clock clock;

    ReturnService(
            ReturnStore store,
            ExchangeService exchanges,
            WalletService wallets,
            Asking asking,
            ReturnSettings settings,
            MeterRegistry metrics,
            Clock clock) {
        this.store = store;
        this.exchanges = exchanges;
        this.wallets = wallets;
        this.asking = asking;
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// The number after which the core is to be asked.
    @Transactional
    Mono<Long> last() {
        return store.last();
    }

    /// Those among these transfers that the core has told to have come back, whatever was found of it.
    @Transactional
    public Mono<Set<String>> cameBack(Collection<String> requestIds) {
        return store.cameBack(requestIds);
    }

    /// Transfers are locked, so that two instances that have asked the same find each other's rows.
    @Transactional
    Mono<Void> keep(List<BankReturn> returns) {
        return transfers(returns.stream().map(BankReturn::requestId).toList())
                .flatMap(transfers -> store.returned(transfers.values().stream()
                                .map(Exchange::businessId)
                                .toList())
                        .flatMap(before -> store.insert(decided(returns, transfers, before))))
                .doOnNext(inserted -> inserted.forEach(this::alert))
                .then();
    }

    /// Asks the ledger for what can come back now.
    ///
    /// @return how many were looked at
    @Transactional
    Mono<Integer> post() {
        var now = clock.instant();
        return store.lockDue(now, ROUND).flatMap(due -> {
            if (due.isEmpty()) {
                return Mono.just(0);
            }
            return transfers(due.stream().map(one -> one.from().requestId()).toList())
                    .flatMap(transfers -> post(met(due, transfers, now), transfers, now))
                    .thenReturn(due.size());
        });
    }

    @Transactional
    public Mono<Void> hear(List<LedgerEvent> events) {
        var now = clock.instant();
        return store.lock(events.stream()
                        .map(event -> event.id().businessId())
                        .distinct()
                        .toList())
                .flatMap(before -> {
                    var byId = new LinkedHashMap<String, Returned>();
                    before.forEach(one -> byId.put(one.businessId().orElseThrow(), one));
                    for (var event : events) {
                        var one = Objects.requireNonNull(
                                byId.get(event.id().businessId()), () -> "nothing was returned for " + event.id());
                        byId.put(event.id().businessId(), one.heard(event, settings.tryAgain(), now));
                    }
                    var changed = changed(before, List.copyOf(byId.values()));
                    return store.save(changed).then(exchanges.cameBack(posted(changed)));
                })
                .then(asking.answered(events.stream().map(LedgerEvent::id).toList()));
    }

    private Mono<Map<String, Exchange>> transfers(List<String> requestIds) {
        return exchanges
                .lockByCoreRequest(requestIds)
                .map(found -> found.stream()
                        .collect(Collectors.toMap(
                                exchange -> exchange.coreRequestId().orElseThrow(), Function.identity())));
    }

    private List<Returned> decided(List<BankReturn> returns, Map<String, Exchange> transfers, Set<String> returned) {
        var now = clock.instant();
        var before = new HashSet<>(returned);
        var decided = new ArrayList<Returned>();
        for (var one : returns) {
            var transfer = Optional.ofNullable(transfers.get(one.requestId()));
            boolean again =
                    transfer.map(Exchange::businessId).filter(before::contains).isPresent();
            var result = Returned.of(one, transfer, again, now);
            if (result.finding().isEmpty()) {
                before.add(result.businessId().orElseThrow());
            }
            decided.add(result);
        }
        return decided;
    }

    private static List<Returned> met(List<Returned> due, Map<String, Exchange> transfers, Instant now) {
        return due.stream()
                .map(one -> one.met(transferOf(one, transfers), CAPTURED_SOON, now))
                .toList();
    }

    private static Exchange transferOf(Returned one, Map<String, Exchange> transfers) {
        return Objects.requireNonNull(transfers.get(one.from().requestId()));
    }

    private Mono<Void> post(List<Returned> met, Map<String, Exchange> transfers, Instant now) {
        met.forEach(this::alert);
        var walletIds =
                transfers.values().stream().map(Exchange::walletId).distinct().toList();
        return wallets.find(walletIds)
                .flatMap(found -> store.save(met)
                        .then(asking.ask(met.stream()
                                .filter(one -> one.state() == Returned.State.ASKED)
                                .map(one -> {
                                    var transfer = transferOf(one, transfers);
                                    var wallet = Objects.requireNonNull(found.get(transfer.walletId()));
                                    return one.ask(transfer, wallet, now);
                                })
                                .toList())));
    }

    private static List<String> posted(List<Returned> changed) {
        return changed.stream()
                .filter(one -> one.state() == Returned.State.POSTED)
                .map(one -> one.businessId().orElseThrow())
                .toList();
    }

    private void alert(Returned one) {
        one.finding().ifPresent(finding -> {
            log.warn(
                    "The core has sent back {} as {}: {}",
                    one.from().requestId(),
                    one.from().bankRef(),
                    finding);
            metrics.counter("jiaozi.bank.return.strange", "finding", finding.name())
                    .increment();
        });
    }

    private static List<Returned> changed(List<Returned> before, List<Returned> after) {
        var known = Set.copyOf(before);
        return after.stream().filter(one -> !known.contains(one)).toList();
    }
}

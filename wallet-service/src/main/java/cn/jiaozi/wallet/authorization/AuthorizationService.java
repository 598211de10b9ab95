package cn.jiaozi.wallet.authorization;

import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.chassis.Ids;
import cn.jiaozi.chassis.Outbox;
import cn.jiaozi.chassis.Reannouncing.Page;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.PaymentEvent.TransferRequested;
import cn.jiaozi.contracts.ShardMap;
import cn.jiaozi.wallet.WalletSettings;
import cn.jiaozi.wallet.limit.LimitService;
import cn.jiaozi.wallet.opening.Wallet;
import cn.jiaozi.wallet.opening.WalletService;
import cn.jiaozi.wallet.pinfree.PinFreeService;
import cn.jiaozi.wallet.restriction.RestrictionService;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

@Service
public class AuthorizationService {
    private static final Logger log = LoggerFactory.getLogger(AuthorizationService.class);

    private final AuthorizationStore store;
    private final SpendingStore spendings;
    private final WalletService wallets;
    private final RestrictionService restrictions;
    private final LimitService limits;
    private final PinFreeService pinFree;
    private final Outbox outbox;
    private final WalletSettings settings;
    private final ShardMap shards;
    private final MeterRegistry metrics;
    private final Clock clock;

    AuthorizationService(
            AuthorizationStore store,
            SpendingStore spendings,
            WalletService wallets,
            RestrictionService restrictions,
            LimitService limits,
            PinFreeService pinFree,
            Outbox outbox,
            WalletSettings settings,
            ShardMap shards,
            MeterRegistry metrics,
            Clock clock) {
        this.store = store;
        this.spendings = spendings;
        this.wallets = wallets;
        this.restrictions = restrictions;
        this.limits = limits;
        this.pinFree = pinFree;
        this.outbox = outbox;
        this.settings = settings;
        this.shards = shards;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// Decides requests in the order of their arrival; those that are known get their stored outcome again.
    @Transactional
    public Mono<Void> authorize(List<TransferRequested> requests) {
        if (requests.isEmpty()) {
            return Mono.empty();
        }
        var ids =
                requests.stream().map(TransferRequested::businessId).distinct().toList();
        return store.find(ids)
                .flatMap(known -> loaded(requests, known))
                .map(loaded -> new AuthorizationBatch(loaded, settings.operator(), shards, clock.instant()))
                .doOnNext(batch -> requests.forEach(batch::decide))
                .flatMap(batch -> insert(batch.decided())
                        .then(spendings.save(batch.spending()))
                        .then(outbox.announce(batch.announcements()))
                        .then(Mono.fromRunnable(() -> count(batch))));
    }

    /// What the ledger did with authorized entries.
    @Transactional
    public Mono<Void> settle(List<LedgerEvent> events) {
        if (events.isEmpty()) {
            return Mono.empty();
        }
        var ids =
                events.stream().map(event -> event.id().businessId()).distinct().toList();
        return store.lock(ids).flatMap(before -> {
            var after = heard(before, events);
            var changed = new ArrayList<Authorization>();
            var givenBack = new ArrayList<Authorization>();
            for (int i = 0; i < before.size(); i++) {
                if (!before.get(i).equals(after.get(i))) {
                    changed.add(after.get(i));
                }
                if (after.get(i).givesBack(before.get(i))) {
                    givenBack.add(after.get(i));
                }
            }
            return store.save(changed).then(giveBack(givenBack));
        });
    }

    /// Asks the ledger again what it has not answered, of the transfers that were requested since then. Where the
    /// answer was lost, the ledger repeats it.
    @Transactional
    Mono<Page> reannounce(String noun, Instant since, String after, int atMost) {
        return store.after(noun, after.isEmpty() ? noun + ":" + Ids.lowest(since) : after, atMost)
                .filter(known -> !known.isEmpty())
                .flatMap(known -> store.find(known.stream()
                                .filter(AuthorizationStore.Known::open)
                                .map(AuthorizationStore.Known::businessId)
                                .toList())
                        .flatMap(open -> outbox.announce(open.values().stream()
                                        .map(authorization -> authorization.announcement(shards))
                                        .toList())
                                .thenReturn(new Page(known.getLast().businessId(), open.size()))));
    }

    private Mono<AuthorizationBatch.Loaded> loaded(List<TransferRequested> requests, Map<String, Authorization> known) {
        var fresh = requests.stream()
                .filter(request -> !known.containsKey(request.businessId()))
                .toList();
        var walletIds = fresh.stream()
                .flatMap(request ->
                        Stream.of(request.payer().walletId(), request.payee().walletId()))
                .distinct()
                .toList();
        // One after the other: they share the transaction's one connection.
        return wallets.find(walletIds)
                .flatMap(found -> restrictions
                        .postures(walletIds)
                        .flatMap(postures -> limits.policies()
                                .flatMap(policies -> pinFree.inForce(unconfirmed(fresh))
                                        .flatMap(allowed -> spendings
                                                .lock(days(fresh, found))
                                                .map(spending -> new AuthorizationBatch.Loaded(
                                                        known, found, postures, policies, allowed, spending))))));
    }

    private Mono<Void> insert(List<Authorization> decided) {
        if (decided.isEmpty()) {
            return Mono.empty();
        }
        return store.insert(decided)
                .flatMap(rows -> rows == decided.size()
                        ? Mono.<Void>empty()
                        // The same id from two partitions at once: the batch is done again and finds it.
                        : Mono.error(
                                new ConcurrencyFailureException("an id was decided elsewhere in the same moment")));
    }

    private List<Authorization> heard(List<Authorization> before, List<LedgerEvent> events) {
        var byId = new HashMap<String, Authorization>();
        before.forEach(authorization -> byId.put(authorization.businessId(), authorization));
        for (var event : events) {
            var businessId = event.id().businessId();
            if (event instanceof LedgerEvent.Conflicted conflicted) {
                log.warn("The ledger knows {} with another {}", conflicted.id(), conflicted.field());
                metrics.counter("jiaozi.wallet.conflicted", "noun", "entry").increment();
                continue;
            }
            if (byId.computeIfPresent(businessId, (_, known) -> known.heard(event, clock.instant())) == null) {
                // We store before we ask; somebody else has asked the ledger in a payment's name, or rows were lost.
                log.warn("The ledger answers {}, which was never authorized", event.id());
                metrics.counter("jiaozi.authorization.unknown").increment();
            }
        }
        return before.stream()
                .map(authorization -> byId.getOrDefault(authorization.businessId(), authorization))
                .toList();
    }

    private Mono<Void> giveBack(List<Authorization> released) {
        var days = released.stream().map(AuthorizationService::day).toList();
        return spendings
                .lock(days)
                .doOnNext(spending -> released.forEach(spending::giveBack))
                .flatMap(spendings::save);
    }

    private static List<String> unconfirmed(List<TransferRequested> requests) {
        return requests.stream()
                .filter(Check::isUnconfirmed)
                .map(request -> request.payer().walletId())
                .distinct()
                .toList();
    }

    private static List<Spending.Day> days(List<TransferRequested> requests, Map<String, Wallet> wallets) {
        return requests.stream()
                .filter(request -> {
                    var payer = wallets.get(request.payer().walletId());
                    return payer != null && Check.counts(request.txType(), payer.walletClass());
                })
                .map(request -> new Spending.Day(request.payer().walletId(), BusinessTime.dayOf(request.requestedAt())))
                .toList();
    }

    private static Spending.Day day(Authorization authorization) {
        return new Spending.Day(authorization.request().payer().walletId(), authorization.day());
    }

    private void count(AuthorizationBatch batch) {
        batch.decided()
                .forEach(authorization -> metrics.counter(
                                "jiaozi.authorization.decided",
                                "state",
                                authorization.state().name(),
                                "reason",
                                authorization.reason().map(Enum::name).orElse("none"))
                        .increment());
        batch.conflicts().forEach(conflict -> {
            log.warn("{} was asked for before with another {}", conflict.businessId(), conflict.field());
            metrics.counter("jiaozi.authorization.conflicted").increment();
        });
    }
}

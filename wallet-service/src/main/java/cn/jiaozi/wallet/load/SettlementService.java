package cn.jiaozi.wallet.load;

import cn.jiaozi.chassis.Announcement;
import cn.jiaozi.chassis.Asking;
import cn.jiaozi.chassis.Asking.Ask;
import cn.jiaozi.chassis.Outbox;
import cn.jiaozi.chassis.Reannouncing.Page;
import cn.jiaozi.chassis.Waiters;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.PaymentEvent.LoadSettled;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.sdk.voucher.LoadOrder;
import cn.jiaozi.wallet.purse.Purse;
import cn.jiaozi.wallet.purse.PurseAuthority;
import cn.jiaozi.wallet.purse.PurseService;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// What becomes of loads at the ledger: they begin there, and what vouchers have left of their reserves returns.
@Service
public class SettlementService {
    private static final Logger log = LoggerFactory.getLogger(SettlementService.class);
    private static final int ROUND = 200;

    private final LoadStore store;
    private final LoadActStore acts;
    private final PurseService purses;
    private final PurseAuthority authority;
    private final Asking asking;
    private final Outbox outbox;
    private final Waiters waiters;
    private final LoadSettings settings;
    private final MeterRegistry metrics;
    private final Clock clock;

    SettlementService(
            LoadStore store,
            LoadActStore acts,
            PurseService purses,
            PurseAuthority authority,
            Asking asking,
            Outbox outbox,
            Waiters waiters,
            LoadSettings settings,
            MeterRegistry metrics,
            Clock clock) {
        this.store = store;
        this.acts = acts;
        this.purses = purses;
        this.authority = authority;
        this.asking = asking;
        this.outbox = outbox;
        this.waiters = waiters;
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Transactional
    public Mono<Void> hear(List<LedgerEvent> events) {
        var ids = events.stream().map(LedgerEvent::id).toList();
        var keys = ids.stream().map(id -> key(id.businessId())).toList();
        return purses.lock(keys.stream().map(LoadStore.Key::purseId).distinct().toList())
                .flatMap(locked -> acts.lock(ids)
                        .flatMap(before ->
                                store.lock(withTheOneBefore(keys)).map(loads -> batch(locked, before, loads))))
                .doOnNext(batch -> events.forEach(batch::hear))
                .flatMap(this::kept)
                .then(asking.answered(ids));
    }

    /// All vouchers of these loads are in: whatever is left goes back to the wallet.
    @Transactional
    public Mono<Void> settle(List<LoadSettled> settled) {
        if (settled.isEmpty()) {
            return Mono.empty();
        }
        var keys = settled.stream()
                .map(event -> new LoadStore.Key(event.purseId(), event.load()))
                .distinct()
                .toList();
        return store.lock(keys).flatMap(loads -> {
            if (loads.size() < keys.size()) {
                log.warn("There are settled loads that we have never made: {}", keys);
            }
            return release(loads.stream().filter(load -> load.releases() == 0).toList());
        });
    }

    /// @return how many returns were asked for
    @Transactional
    Mono<Integer> releaseDue() {
        var now = clock.instant();
        return store.lockToRelease(now, now.minus(settings.releaseAfter()), ROUND)
                .flatMap(due -> release(due).thenReturn(due.size()));
    }

    /// For the copies of others.
    @Transactional
    Mono<Page> reannounce(String after, int atMost) {
        return store.after(after.isEmpty() ? new LoadStore.Key("", 0) : key(after), atMost)
                .filter(found -> !found.isEmpty())
                .flatMap(found ->
                        announce(found).thenReturn(new Page(found.getLast().businessId(), found.size())));
    }

    private LoadBatch batch(List<Purse> locked, List<LoadAct> before, List<Load> loads) {
        var walletIds = new HashMap<String, String>();
        locked.forEach(purse -> walletIds.put(purse.purseId(), purse.walletId()));
        return new LoadBatch(before, loads, walletIds, this::signed, clock.instant(), settings.releaseAgain());
    }

    private String signed(LoadOrder order) {
        return Base64.getEncoder().encodeToString(authority.sign(order).encoded());
    }

    private Mono<Void> kept(LoadBatch batch) {
        var ended = batch.endedActs();
        ended.forEach(this::count);
        return acts.save(ended)
                .then(store.insert(batch.begunLoads()))
                .then(store.save(batch.changedLoads()))
                .then(announce(batch.begunLoads()))
                .then(waiters.endAfterCommit(ended));
    }

    private Mono<Void> release(List<Load> loads) {
        if (loads.isEmpty()) {
            return Mono.empty();
        }
        var now = clock.instant();
        var releasing = loads.stream().map(Load::releasing).toList();
        return store.save(releasing)
                .then(purses.find(
                        releasing.stream().map(Load::purseId).distinct().toList()))
                .flatMap(found -> asking.ask(releasing.stream()
                        .map(load -> new Ask(load.walletId(), LoadEntries.release(purse(found, load), load, now)))
                        .toList()));
    }

    private static Purse purse(Map<String, Purse> found, Load load) {
        return Objects.requireNonNull(found.get(load.purseId()));
    }

    private Mono<Void> announce(Collection<Load> loads) {
        return outbox.announce(loads.stream()
                .map(Load::fact)
                .map(fact -> new Announcement(Topics.PURSE, fact.key(), fact))
                .toList());
    }

    private void count(LoadAct act) {
        metrics.counter(
                        "jiaozi.load.ended",
                        "kind",
                        act.kind().name(),
                        "state",
                        act.state().name(),
                        "reason",
                        act.reason().map(Enum::name).orElse("none"))
                .increment();
        log.info(
                "{} ended {} {}",
                act.step(),
                act.state(),
                act.reason().map(Enum::name).orElse(""));
    }

    private static List<LoadStore.Key> withTheOneBefore(List<LoadStore.Key> keys) {
        return keys.stream()
                .flatMap(key -> Stream.of(new LoadStore.Key(key.purseId(), key.number() - 1), key))
                .distinct()
                .toList();
    }

    private static LoadStore.Key key(String businessId) {
        var parts = businessId.substring(Load.NOUN.length() + 1).split("/", -1);
        return new LoadStore.Key(parts[0], Integer.parseInt(parts[1]));
    }
}

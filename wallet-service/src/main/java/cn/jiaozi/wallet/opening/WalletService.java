package cn.jiaozi.wallet.opening;

import cn.jiaozi.chassis.Asking;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.chassis.Waiters;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.wallet.kyc.KycService;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Wallets as the other features know them, and what the ledger tells about them.
@Service
public class WalletService {
    private static final Logger log = LoggerFactory.getLogger(WalletService.class);

    private final WalletStore store;
    private final KycService kyc;
    private final Asking asking;
    private final Waiters waiters;
    private final MeterRegistry metrics;
    private final Clock clock;

    WalletService(
            WalletStore store, KycService kyc, Asking asking, Waiters waiters, MeterRegistry metrics, Clock clock) {
        this.store = store;
        this.kyc = kyc;
        this.asking = asking;
        this.waiters = waiters;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// Wallets by id; those that do not exist are absent. A rejected opening never was a wallet.
    @Transactional
    public Mono<Map<String, Wallet>> find(Collection<String> walletIds) {
        return store.find(walletIds).map(wallets -> {
            var byId = new LinkedHashMap<String, Wallet>();
            wallets.stream()
                    .filter(wallet -> wallet.state() != WalletState.REJECTED)
                    .forEach(wallet -> byId.put(wallet.walletId(), wallet));
            return byId;
        });
    }

    /// The wallet, for the party whose it is; a problem for everybody else.
    @Transactional
    public Mono<Wallet> owned(String walletId, String party) {
        return find(List.of(walletId))
                .mapNotNull(found -> found.get(walletId))
                .switchIfEmpty(Mono.error(Problem.notFound("There is no such wallet")))
                .filter(wallet -> wallet.ownerParty().equals(party))
                .switchIfEmpty(Mono.error(Problem.forbidden("The wallet belongs to somebody else")));
    }

    /// Facts of the ledger about accounts and caps of wallets.
    @Transactional
    public Mono<Void> hear(List<LedgerEvent> events) {
        var ids = events.stream().map(WalletService::walletIdOf).distinct().toList();
        return store.lock(ids)
                .flatMap(wallets -> end(wallets, heard(wallets, events)))
                .then(asking.answered(events.stream()
                        .map(LedgerEvent::id)
                        .filter(WalletService::isAnswer)
                        .toList()));
    }

    /// Stores what has changed, gives back the claims of the rejected and wakes whoever waits for an end.
    @Transactional
    Mono<Void> end(List<Wallet> before, List<Wallet> after) {
        var changed = new ArrayList<>(after);
        changed.removeAll(Set.copyOf(before));
        var open = before.stream()
                .filter(wallet -> !wallet.finished())
                .map(Wallet::walletId)
                .toList();
        var finished = changed.stream()
                .filter(wallet -> wallet.finished() && open.contains(wallet.walletId()))
                .toList();
        var rejected = finished.stream()
                .filter(wallet -> wallet.state() == WalletState.REJECTED)
                .map(Wallet::walletId)
                .toList();
        finished.forEach(this::count);
        return store.save(changed)
                .then(rejected.isEmpty() ? Mono.empty() : kyc.giveBack(rejected))
                .then(waiters.wakeAfterCommit(
                        finished.stream().map(Wallet::actKey).toList()));
    }

    private List<Wallet> heard(List<Wallet> wallets, List<LedgerEvent> events) {
        var byId = new LinkedHashMap<String, Wallet>();
        wallets.forEach(wallet -> byId.put(wallet.walletId(), wallet));
        for (var event : events) {
            if (event instanceof LedgerEvent.Conflicted conflicted) {
                // Nothing changed at the ledger; somebody has to look.
                log.warn("The ledger knows {} with another {}", conflicted.id(), conflicted.field());
                metrics.counter("jiaozi.wallet.conflicted", "noun", Wallet.NOUN).increment();
                continue;
            }
            var wallet = Objects.requireNonNull(byId.get(walletIdOf(event)), () -> "no wallet for " + event.id());
            byId.put(wallet.walletId(), wallet.heard(event, clock.instant()));
        }
        return List.copyOf(byId.values());
    }

    private void count(Wallet wallet) {
        metrics.counter(
                        "jiaozi.wallet.opening.ended",
                        "state",
                        wallet.state().name(),
                        "reason",
                        wallet.reason().map(Enum::name).orElse("none"))
                .increment();
        log.info(
                "Opening of {} ended {} {}",
                wallet.walletId(),
                wallet.state(),
                wallet.reason().map(Enum::name).orElse(""));
    }

    private static String walletIdOf(LedgerEvent event) {
        return event.id().businessId().substring(Wallet.NOUN.length() + 1);
    }

    private static boolean isAnswer(StepId id) {
        return id.step().equals(Wallet.OPEN) || id.step().startsWith(Wallet.CAP);
    }
}

package cn.jiaozi.wallet.recovery;

import cn.jiaozi.chassis.Asking;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.PaymentEvent.VouchersSettled;
import cn.jiaozi.wallet.opening.Wallet;
import cn.jiaozi.wallet.opening.WalletService;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Takes what is owed from wallets, as far as there is something, and again when money may have come in since.
@Service
public class RecoveryService {
    private static final int ROUND = 500;

    private final RecoveryStore store;
    private final WalletService wallets;
    private final Asking asking;
    private final RecoverySettings settings;
    private final Clock clock;

    RecoveryService(RecoveryStore store, WalletService wallets, Asking asking, RecoverySettings settings, Clock clock) {
        this.store = store;
        this.wallets = wallets;
        this.asking = asking;
        this.settings = settings;
        this.clock = clock;
    }

    /// @param settled nobody has told of them before
    /// @param payers  by wallet
    @Transactional
    public Mono<Void> begin(Collection<VouchersSettled> settled, Map<String, Wallet> payers) {
        var begun = settled.stream()
                .flatMap(
                        event -> Recovery.of(
                                event,
                                Optional.ofNullable(payers.get(event.payer().walletId())))
                                .stream())
                .toList();
        return store.insert(begun).then(ask(begun, payers, clock.instant()));
    }

    @Transactional
    public Mono<Void> hear(List<LedgerEvent> events) {
        var ids = events.stream().map(LedgerEvent::id).toList();
        return store.lock(events.stream()
                        .map(event -> event.id().businessId())
                        .distinct()
                        .toList())
                .flatMap(before -> store.save(heard(before, events)))
                .then(asking.answered(ids));
    }

    /// @return how many were asked for again
    @Transactional
    Mono<Integer> tryAgain() {
        var now = clock.instant();
        return store.lockDue(now, ROUND).flatMap(due -> {
            if (due.isEmpty()) {
                return Mono.just(0);
            }
            var again = due.stream().map(Recovery::again).toList();
            return store.save(again)
                    .then(wallets.find(
                            again.stream().map(Recovery::walletId).distinct().toList()))
                    .flatMap(payers -> ask(again, payers, now))
                    .thenReturn(again.size());
        });
    }

    private List<Recovery> heard(List<Recovery> before, List<LedgerEvent> events) {
        var now = clock.instant();
        var known = Set.copyOf(before);
        var byId = new LinkedHashMap<String, Recovery>();
        before.forEach(recovery -> byId.put(recovery.businessId(), recovery));
        events.forEach(event -> byId.computeIfPresent(
                event.id().businessId(), (_, recovery) -> recovery.heard(event, now, settings.tryAgain())));
        return byId.values().stream()
                .filter(recovery -> !known.contains(recovery))
                .toList();
    }

    private Mono<Void> ask(List<Recovery> recoveries, Map<String, Wallet> payers, Instant now) {
        return asking.ask(recoveries.stream()
                .map(recovery -> recovery.ask(Objects.requireNonNull(payers.get(recovery.walletId())), now))
                .toList());
    }
}

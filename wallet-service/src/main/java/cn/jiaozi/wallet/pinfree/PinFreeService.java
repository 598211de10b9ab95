package cn.jiaozi.wallet.pinfree;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.wallet.limit.WalletClass;
import cn.jiaozi.wallet.opening.WalletService;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

@Service
public class PinFreeService {
    private final PinFreeStore store;
    private final PinFreeSettings settings;
    private final WalletService wallets;
    private final Clock clock;

    PinFreeService(PinFreeStore store, PinFreeSettings settings, WalletService wallets, Clock clock) {
        this.store = store;
        this.settings = settings;
        this.wallets = wallets;
        this.clock = clock;
    }

    /// What is in force now, by wallet; wallets that have it switched off may be absent.
    @Transactional
    public Mono<Map<String, PinFree>> inForce(Collection<String> walletIds) {
        if (walletIds.isEmpty()) {
            return Mono.just(Map.of());
        }
        return store.find(walletIds).map(found -> {
            var byId = new HashMap<String, PinFree>();
            found.forEach((walletId, setting) -> byId.put(walletId, settings.inForce(setting)));
            return byId;
        });
    }

    @Transactional
    Mono<PinFree> find(Caller caller, String walletId) {
        return wallets.owned(walletId, caller.party())
                .then(store.find(List.of(walletId)))
                .map(found -> settings.inForce(found.getOrDefault(walletId, Setting.OFF)));
    }

    @Transactional
    Mono<PinFree> set(Caller caller, String walletId, Setting wanted) {
        settings.beyond(wanted).ifPresent(pointer -> {
            throw Problem.badRequest(pointer, "is above what may be set");
        });
        return wallets.owned(walletId, caller.party())
                .filter(wallet -> wallet.walletClass() != WalletClass.CORPORATE)
                .switchIfEmpty(Mono.error(Problem.of(
                        HttpStatus.CONFLICT,
                        Reason.WALLET_TYPE_INVALID,
                        "An organization's wallet pays without factors")))
                .then(store.lock(walletId))
                .flatMap(before -> changed(caller, walletId, before, wanted))
                .thenReturn(settings.inForce(wanted));
    }

    private Mono<Void> changed(Caller caller, String walletId, Setting before, Setting wanted) {
        if (wanted.equals(before)) {
            return Mono.empty();
        }
        return before.refusal(wanted, caller.factors())
                .map(reason -> Mono.<Void>error(Problem.of(
                        HttpStatus.FORBIDDEN, reason, "To raise a limit, the request must be signed by a device")))
                .orElseGet(() -> store.save(walletId, wanted, caller, clock.instant()));
    }
}

package cn.jiaozi.wallet.opening;

import cn.jiaozi.chassis.Asking;
import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.contracts.Addresses;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.wallet.limit.LimitPolicy;
import cn.jiaozi.wallet.limit.LimitService;
import cn.jiaozi.wallet.limit.WalletClass;
import java.time.Clock;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Brings the balance cap of a policy that has taken effect to the wallets that exist already.
@Service
class CapService {
    static final int ROUND = 500;

    private final WalletStore store;
    private final LimitService limits;
    private final Asking asking;
    private final Clock clock;

    CapService(WalletStore store, LimitService limits, Asking asking, Clock clock) {
        this.store = store;
        this.limits = limits;
        this.asking = asking;
        this.clock = clock;
    }

    /// @return how many wallets were brought up to date
    @Transactional
    Mono<Integer> bring(WalletClass walletClass) {
        var today = BusinessTime.dayOf(clock.instant());
        return limits.policies()
                .map(policies -> policies.inForce(walletClass, today))
                .flatMap(policy -> store.lockOutdated(walletClass, policy.effectiveOn(), ROUND)
                        .flatMap(wallets -> {
                            var updated = wallets.stream()
                                    .map(wallet -> wallet.withCapOf(policy.effectiveOn()))
                                    .toList();
                            return store.save(updated)
                                    .then(asking.ask(updated.stream()
                                            .map(wallet -> ask(wallet, policy))
                                            .toList()))
                                    .thenReturn(updated.size());
                        }));
    }

    static Asking.Ask ask(Wallet wallet, LimitPolicy policy) {
        return new Asking.Ask(
                wallet.walletId(),
                new LedgerRequest.SetCap(
                        StepId.first(wallet.businessId(), Wallet.CAP + wallet.capVersion()),
                        Addresses.walletGroup(wallet.walletId()),
                        policy.terms().balanceCapFen(),
                        wallet.capVersion()));
    }
}

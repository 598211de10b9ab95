package cn.jiaozi.wallet.authorization;

import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.wallet.limit.LimitPolicy;
import cn.jiaozi.wallet.limit.LimitService;
import cn.jiaozi.wallet.opening.Wallet;
import cn.jiaozi.wallet.opening.WalletService;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

@Service
class UsageService {
    private final SpendingStore store;
    private final WalletService wallets;
    private final LimitService limits;
    private final Clock clock;

    /// How much of its limits a wallet has used by today.
    record Usage(Wallet wallet, LocalDate today, LimitPolicy.Terms terms, long dayFen, long yearFen) {}

    UsageService(SpendingStore store, WalletService wallets, LimitService limits, Clock clock) {
        this.store = store;
        this.wallets = wallets;
        this.limits = limits;
        this.clock = clock;
    }

    @Transactional
    public Mono<Usage> find(String walletId) {
        var today = BusinessTime.dayOf(clock.instant());
        return wallets.find(List.of(walletId))
                .mapNotNull(found -> found.get(walletId))
                .switchIfEmpty(Mono.error(Problem.notFound("There is no such wallet")))
                .flatMap(wallet -> limits.policies()
                        .flatMap(policies -> store.find(walletId, today)
                                .map(spending -> new Usage(
                                        wallet,
                                        today,
                                        policies.inForce(wallet.walletClass(), today)
                                                .terms(),
                                        spending.onDay(walletId, today).fen(),
                                        spending.inYear(walletId, today)))));
    }
}

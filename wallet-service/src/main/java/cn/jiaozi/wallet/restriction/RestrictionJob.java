package cn.jiaozi.wallet.restriction;

import cn.jiaozi.chassis.Jobs;
import cn.jiaozi.wallet.WalletSettings;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/// Releases what has reached its end.
@Component
class RestrictionJob {
    private static final int ROUND = 100;
    private static final String CLOCK = "clock";

    RestrictionJob(Jobs jobs, RestrictionService restrictions, WalletSettings settings) {
        jobs.start(
                "restriction-expiry",
                settings.sweepEvery(),
                () -> restrictions
                        .expired(ROUND)
                        .flatMapMany(Flux::fromIterable)
                        .concatMap(restriction ->
                                restrictions.release(restriction.walletId(), restriction.restrictionId(), CLOCK))
                        .then());
    }
}

package cn.jiaozi.wallet.purse;

import cn.jiaozi.chassis.Jobs;
import cn.jiaozi.chassis.Reannouncing;
import cn.jiaozi.wallet.WalletSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/// Says that purses can be announced again, and measures how many wait for somebody's decision.
@Component
class PurseJob {
    private final AtomicLong blocked;

    PurseJob(
            Jobs jobs,
            Reannouncing reannouncing,
            PurseService purses,
            PurseStore store,
            WalletSettings settings,
            MeterRegistry metrics) {
        this.blocked = metrics.gauge("jiaozi.purse.blocked", new AtomicLong());
        jobs.start(
                "watch-purses",
                settings.sweepEvery(),
                () -> store.countBlocked().doOnNext(blocked::set).then());
        reannouncing.add("purse", (_, after, atMost) -> purses.reannounce(after, atMost));
    }
}

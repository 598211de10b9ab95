package cn.jiaozi.wallet.load;

import cn.jiaozi.chassis.Jobs;
import cn.jiaozi.wallet.WalletSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/// Watches how long loads and unloads wait for the ledger, and closed loads for the return of their rest.
@Component
class LoadWatchJob {
    private final AtomicLong oldest;
    private final AtomicLong unsettled;

    LoadWatchJob(Jobs jobs, LoadStore loads, LoadActStore acts, WalletSettings settings, MeterRegistry metrics) {
        this.oldest = metrics.gauge("jiaozi.load.oldest.seconds", new AtomicLong());
        this.unsettled = metrics.gauge("jiaozi.load.unsettled.oldest.seconds", new AtomicLong());
        jobs.start(
                "watch-loads",
                settings.sweepEvery(),
                () -> acts.oldestSeconds()
                        .doOnNext(oldest::set)
                        .then(loads.oldestUnsettledSeconds())
                        .doOnNext(unsettled::set)
                        .then());
    }
}

package cn.jiaozi.wallet.recovery;

import cn.jiaozi.chassis.Jobs;
import cn.jiaozi.wallet.WalletSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Tries again, and measures what is owed.
@Component
class RecoveryJob {
    private final RecoveryService recoveries;
    private final RecoveryStore store;
    private final AtomicLong open;
    private final AtomicLong owed;

    RecoveryJob(
            Jobs jobs,
            RecoveryService recoveries,
            RecoveryStore store,
            WalletSettings settings,
            MeterRegistry metrics) {
        this.recoveries = recoveries;
        this.store = store;
        this.open = metrics.gauge("jiaozi.recovery.open", new AtomicLong());
        this.owed = metrics.gauge("jiaozi.recovery.open.fen", new AtomicLong());
        jobs.start("recover", settings.sweepEvery(), this::run);
    }

    private Mono<Void> run() {
        return recoveries
                .tryAgain()
                .repeat()
                .takeUntil(asked -> asked == 0)
                .then(store.open())
                .doOnNext(found -> {
                    open.set(found.count());
                    owed.set(found.fen());
                })
                .then();
    }
}

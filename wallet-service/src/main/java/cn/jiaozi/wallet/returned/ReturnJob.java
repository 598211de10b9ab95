package cn.jiaozi.wallet.returned;

import cn.jiaozi.chassis.Jobs;
import cn.jiaozi.wallet.bank.BankClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Asks the core page by page what was sent back, brings it into the wallets, and measures what is not there yet.
@Component
class ReturnJob {
    private static final int PAGE = 500;

    private final ReturnService returns;
    private final ReturnStore store;
    private final BankClient bank;
    private final Clock clock;
    private final AtomicLong open;
    private final AtomicLong oldestSeconds;
    private final AtomicLong left;

    ReturnJob(
            Jobs jobs,
            ReturnService returns,
            ReturnStore store,
            BankClient bank,
            ReturnSettings settings,
            MeterRegistry metrics,
            Clock clock) {
        this.returns = returns;
        this.store = store;
        this.bank = bank;
        this.clock = clock;
        this.open = metrics.gauge("jiaozi.bank.return.open", new AtomicLong());
        this.oldestSeconds = metrics.gauge("jiaozi.bank.return.oldest.seconds", new AtomicLong());
        this.left = metrics.gauge("jiaozi.bank.return.left", new AtomicLong());
        jobs.start("bank-returns", settings.askEvery(), this::run);
    }

    private Mono<Void> run() {
        return page().repeat()
                .takeUntil(heard -> heard < PAGE)
                .thenMany(returns.post().repeat().takeUntil(posted -> posted == 0))
                .then(store.open())
                .doOnNext(this::measure)
                .then();
    }

    private Mono<Integer> page() {
        return Mono.defer(returns::last)
                .flatMap(last -> bank.returns(last, PAGE))
                .flatMap(heard ->
                        heard.isEmpty() ? Mono.just(0) : returns.keep(heard).thenReturn(heard.size()));
    }

    private void measure(ReturnStore.Open now) {
        open.set(now.count());
        left.set(now.left());
        oldestSeconds.set(now.oldest()
                .map(at -> Duration.between(at, clock.instant()).toSeconds())
                .orElse(0L));
    }
}

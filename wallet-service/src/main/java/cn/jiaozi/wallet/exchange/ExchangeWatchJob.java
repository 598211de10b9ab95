package cn.jiaozi.wallet.exchange;

import cn.jiaozi.chassis.Jobs;
import cn.jiaozi.wallet.WalletSettings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.stereotype.Component;

/// Watches how many exchanges are open, and for how long the oldest has been.
@Component
class ExchangeWatchJob {
    private final AtomicReference<List<ExchangeStore.Waiting>> waiting = new AtomicReference<>(List.of());
    private final Clock clock;

    ExchangeWatchJob(Jobs jobs, ExchangeStore store, WalletSettings settings, MeterRegistry metrics, Clock clock) {
        this.clock = clock;
        Gauge.builder("jiaozi.exchange.oldest.seconds", this::oldestSeconds).register(metrics);
        Arrays.stream(ExchangeState.values())
                .filter(state -> !state.isFinal())
                .forEach(state -> Gauge.builder("jiaozi.exchange.open", () -> count(state))
                        .tag("state", state.name())
                        .register(metrics));
        jobs.start(
                "watch-exchanges",
                settings.sweepEvery(),
                () -> store.waiting().doOnNext(waiting::set).then());
    }

    private long oldestSeconds() {
        var now = clock.instant();
        return waiting.get().stream()
                .map(ExchangeStore.Waiting::oldestAt)
                .min(Instant::compareTo)
                .map(oldest -> Duration.between(oldest, now).toSeconds())
                .orElse(0L);
    }

    private long count(ExchangeState state) {
        return waiting.get().stream()
                .filter(one -> one.state() == state)
                .mapToLong(ExchangeStore.Waiting::count)
                .sum();
    }
}

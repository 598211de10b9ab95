package cn.jiaozi.merchant.payout;

import cn.jiaozi.chassis.Jobs;
import cn.jiaozi.chassis.Reannouncing;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Sweeps up what has not ended, and measures it.
@Component
class PayoutJob {
    private final AtomicReference<List<PayoutStore.Sum>> open = new AtomicReference<>(List.of());
    private final PayoutStore store;
    private final AskingService asking;
    private final Clock clock;

    PayoutJob(
            Jobs jobs,
            Reannouncing reannouncing,
            PayoutStore store,
            AskingService asking,
            PayoutSettings settings,
            MeterRegistry metrics,
            Clock clock) {
        this.store = store;
        this.asking = asking;
        this.clock = clock;
        Arrays.stream(PayoutState.values())
                .filter(state -> !state.isFinal())
                .forEach(state -> Gauge.builder("jiaozi.payout.open", () -> count(state))
                        .tag("state", state.name())
                        .register(metrics));
        Gauge.builder("jiaozi.payout.open.oldest.seconds", () -> oldestSeconds(_ -> true))
                .register(metrics);
        Gauge.builder("jiaozi.payout.unknown.oldest.seconds", () -> oldestSeconds(PayoutState.UNKNOWN::equals))
                .register(metrics);
        reannouncing.add("open payout", (_, after, atMost) -> asking.reannounce(after, atMost));
        jobs.start("payouts", settings.sweepEvery(), this::run);
    }

    private Mono<Void> run() {
        return store.open().doOnNext(open::set).then(asking.askAgain());
    }

    private long count(PayoutState state) {
        return open.get().stream()
                .filter(sum -> sum.state() == state)
                .mapToLong(PayoutStore.Sum::count)
                .sum();
    }

    private long oldestSeconds(Predicate<PayoutState> which) {
        var now = clock.instant();
        return open.get().stream()
                .filter(sum -> which.test(sum.state()))
                .flatMap(sum -> sum.oldest().stream())
                .min(Instant::compareTo)
                .map(oldest -> Duration.between(oldest, now).toSeconds())
                .orElse(0L);
    }
}

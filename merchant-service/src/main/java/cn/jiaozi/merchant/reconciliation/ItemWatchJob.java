package cn.jiaozi.merchant.reconciliation;

import cn.jiaozi.chassis.Jobs;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/// Watches how many items are open, by mark, how long the oldest has been, and how long a day has waited for the core's
/// file.
@Component
class ItemWatchJob {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(30);

    private final AtomicReference<Watched> watched = new AtomicReference<>(new Watched(List.of(), List.of()));
    private final Clock clock;

    record Waiting(Mark mark, long count, Instant oldestAt) {}

    record Watched(List<Waiting> items, List<Instant> fileless) {}

    ItemWatchJob(Jobs jobs, WatchStore store, MeterRegistry metrics, Clock clock) {
        this.clock = clock;
        Arrays.stream(Mark.values()).forEach(mark -> {
            Gauge.builder("jiaozi.reconciliation.open", () -> sum(mark, Waiting::count))
                    .tag("mark", mark.name())
                    .register(metrics);
            Gauge.builder("jiaozi.reconciliation.oldest.seconds", () -> sum(mark, one -> seconds(one.oldestAt())))
                    .tag("mark", mark.name())
                    .register(metrics);
        });
        Gauge.builder(
                        "jiaozi.reconciliation.file.missing.seconds",
                        () -> watched.get().fileless().stream()
                                .mapToLong(this::seconds)
                                .max()
                                .orElse(0))
                .register(metrics);
        jobs.start(
                "watch-reconciliation",
                LOOK_EVERY,
                () -> store.items()
                        .flatMap(items -> store.fileless().map(days -> new Watched(items, days)))
                        .doOnNext(watched::set)
                        .then());
    }

    private long sum(Mark mark, Function<Waiting, Long> of) {
        return watched.get().items().stream()
                .filter(one -> one.mark() == mark)
                .mapToLong(of::apply)
                .sum();
    }

    private long seconds(Instant since) {
        return Math.max(0, Duration.between(since, clock.instant()).toSeconds());
    }
}

package cn.jiaozi.e2e.ledger;

import cn.jiaozi.e2e.Median;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/// A rate that is held for a given time, whatever comes back: what the ledger cannot carry shows as a lag that grows.
final class Soak {
    private static final Duration TELL_EVERY = Duration.ofSeconds(10);
    /// Three significant digits, in microseconds; nothing waits longer than an hour.
    private static final long LONGEST_MICROS = Duration.ofHours(1).toNanos() / 1000;

    private final Traffic traffic;
    private final int perSecond;
    private final Histogram micros = new Histogram(LONGEST_MICROS, 3);
    /// What was without an outcome, once a second.
    private final List<Long> lags = new ArrayList<>();

    private long told;
    private long toldAt;

    Soak(Traffic traffic, int perSecond) {
        this.traffic = traffic;
        this.perSecond = perSecond;
    }

    /// @param first the number of the next request
    Map<String, Object> run(Supplier<byte[]> requests, long first, Duration during) {
        long before = traffic.outcomes();
        long began = System.nanoTime();
        told = before;
        toldAt = began;
        System.out.printf("%8s %12s %10s%n", "seconds", "entries/s", "lag");
        try (var clock = Executors.newSingleThreadScheduledExecutor()) {
            watch(clock, began);
            traffic.open(
                    requests,
                    first,
                    perSecond,
                    during,
                    took -> micros.recordValue(Math.clamp(took, 0, LONGEST_MICROS)));
            clock.shutdownNow();
        }
        double rate = (traffic.outcomes() - before) * 1e9 / (System.nanoTime() - began);
        var figures = new LinkedHashMap<String, Object>();
        figures.put("soakPerSecond", Math.round(rate));
        figures.put("askedPerSecond", perSecond);
        figures.put("maxLag", lags.stream().mapToLong(lag -> lag).max().orElse(0));
        figures.put("lagGrew", grew(lags, perSecond));
        figures.put("p50Ms", ms(50));
        figures.put("p99Ms", ms(99));
        return figures;
    }

    /// Whether the last third's median is above the first's by half, and by more than comes in a tenth of a second.
    static boolean grew(List<Long> lags, int perSecond) {
        int third = lags.size() / 3;
        if (third == 0) {
            return false;
        }
        double first = Median.of(lags.subList(0, third));
        double last = Median.of(lags.subList(lags.size() - third, lags.size()));
        return last > 1.5 * first && last - first > perSecond / 10.0;
    }

    private void watch(ScheduledExecutorService clock, long began) {
        var _ = clock.scheduleAtFixedRate(
                () -> {
                    lags.add(traffic.sent() - traffic.outcomes());
                    if (lags.size() % TELL_EVERY.toSeconds() == 0) {
                        tell(began);
                    }
                },
                1,
                1,
                TimeUnit.SECONDS);
    }

    private void tell(long began) {
        long outcomes = traffic.outcomes();
        long now = System.nanoTime();
        System.out.printf(
                "%8d %12.0f %10d%n",
                Duration.ofNanos(now - began).toSeconds(), (outcomes - told) * 1e9 / (now - toldAt), lags.getLast());
        told = outcomes;
        toldAt = now;
    }

    private double ms(double percentile) {
        return Math.round(micros.getValueAtPercentile(percentile) / 100.0) / 10.0;
    }
}

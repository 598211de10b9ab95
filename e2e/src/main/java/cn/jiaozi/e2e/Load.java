package cn.jiaozi.e2e;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// Plays the same act again and again, and says how often it ended well, and how long that took.
final class Load {
    /// A caller gives up after a minute; three significant digits, in microseconds.
    private static final long LONGEST_MICROS = Duration.ofSeconds(60).toNanos() / 1000;

    /// Five JVMs compile what they find busy, on the same processors: for minutes after a start they are slower by
    /// half.
    private static final Duration WARM_UP_WINDOW = Duration.ofSeconds(20);

    private static final int WARM_UP_AT_MOST = 24;
    private static final int WARM_UP_STALE = 3;

    /// @param failures how often each other outcome came
    record Result(long done, double seconds, Histogram micros, ConcurrentHashMap<String, AtomicLong> failures) {
        double perSecond() {
            return done / seconds;
        }

        double ms(double percentile) {
            return Math.round(micros.getValueAtPercentile(percentile) / 100.0) / 10.0;
        }

        /// Both together, as if they had been one.
        Result and(Result other) {
            var all = micros.copy();
            all.add(other.micros);
            var failed = new ConcurrentHashMap<>(failures);
            other.failures.forEach(
                    (what, times) -> failed.merge(what, times, (a, b) -> new AtomicLong(a.get() + b.get())));
            return new Result(done + other.done, seconds + other.seconds, all, failed);
        }

        /// Prints it, and gives the rate.
        double told(String what) {
            System.out.printf(
                    "%-48s %8.0f/s  p50 %7.1f ms  p99 %7.1f ms%s%n",
                    what, perSecond(), ms(50), ms(99), failures.isEmpty() ? "" : "  failed: " + failures);
            return perSecond();
        }
    }

    private final LongFunction<String> act;
    private final String good;
    private final AtomicLong next;

    /// @param act  plays the n-th act and returns its outcome
    /// @param good the outcome that counts
    Load(AtomicLong next, String good, LongFunction<String> act) {
        this.next = next;
        this.good = good;
        this.act = act;
    }

    /// As [#closed], until a minute goes by without a new best.
    void warmUp(int callers) {
        double best = 0;
        for (int i = 0, stale = 0; i < WARM_UP_AT_MOST && stale < WARM_UP_STALE; i++) {
            double rate = closed(callers, WARM_UP_WINDOW).told("warming up");
            stale = rate > best ? 0 : stale + 1;
            best = Math.max(best, rate);
        }
    }

    /// Closed loop: so many callers, each begins anew when it has its answer.
    Result closed(int callers, Duration during) {
        var result = new Counted();
        long end = System.nanoTime() + during.toNanos();
        long began = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < callers; i++) {
                threads.execute(() -> {
                    while (System.nanoTime() < end) {
                        result.count(System.nanoTime());
                    }
                });
            }
        }
        return result.since(began);
    }

    /// Open loop: begins on the stroke whether or not answers have come, and counts each from its stroke on, so that
    /// a stall is felt by all who would have come meanwhile (no coordinated omission).
    Result open(double perSecond, Duration during) {
        var result = new Counted();
        long began = System.nanoTime();
        long strokes = (long) (perSecond * during.toMillis() / 1000);
        var permits = new Semaphore(4_096);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long i = 0; i < strokes; i++) {
                long stroke = began + (long) (i * 1e9 / perSecond);
                LockSupport.parkNanos(stroke - System.nanoTime());
                permits.acquireUninterruptibly();
                threads.execute(() -> {
                    try {
                        result.count(stroke);
                    } finally {
                        permits.release();
                    }
                });
            }
        }
        return result.since(began);
    }

    private final class Counted {
        private final Histogram micros = new ConcurrentHistogram(LONGEST_MICROS, 3);
        private final ConcurrentHashMap<String, AtomicLong> failures = new ConcurrentHashMap<>();

        void count(long from) {
            String outcome = act.apply(next.incrementAndGet());
            if (outcome.equals(good)) {
                micros.recordValue(Math.min((System.nanoTime() - from) / 1000, LONGEST_MICROS));
            } else {
                failures.computeIfAbsent(outcome, _ -> new AtomicLong()).incrementAndGet();
            }
        }

        Result since(long began) {
            long done = micros.getTotalCount();
            return new Result(done, (System.nanoTime() - began) / 1e9, micros, failures);
        }
    }
}

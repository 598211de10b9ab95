package cn.jiaozi.merchant.receivable;

import cn.jiaozi.chassis.Jobs;
import cn.jiaozi.merchant.onboarding.AdvanceSettings;
import cn.jiaozi.merchant.onboarding.MerchantService;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Tells limits that have changed, looks again at wallets that were empty, and measures what is owed.
@Component
class ReceivableJob {
    private static final int AT_MOST = 500;
    /// Only what a start brings with it changes limits by itself.
    private static final Duration LIMITS_EVERY = Duration.ofHours(1);

    private final ReceivableService receivables;
    private final LimitService limits;
    private final Map<Bucket, AtomicLong> open;
    private final Map<Bucket, AtomicLong> openSums;

    ReceivableJob(
            Jobs jobs,
            ReceivableService receivables,
            LimitService limits,
            MerchantService merchants,
            AdvanceSettings settings,
            MeterRegistry metrics) {
        this.receivables = receivables;
        this.limits = limits;
        this.open = gauges(metrics, "jiaozi.receivable.open");
        this.openSums = gauges(metrics, "jiaozi.receivable.open.fen");
        jobs.start("advance-limit", LIMITS_EVERY, () -> all(() -> merchants.announceLimits(AT_MOST)));
        jobs.start("receivable", settings.sweepEvery(), this::sweep);
    }

    private Mono<Void> sweep() {
        return all(() -> limits.askChanged(AT_MOST))
                .then(all(() -> receivables.askAgain(AT_MOST)))
                .then(receivables.ageing())
                .doOnNext(this::measure)
                .then();
    }

    private static Mono<Void> all(Supplier<Mono<Integer>> round) {
        return Mono.defer(round).repeat().takeUntil(done -> done == 0).then();
    }

    private void measure(Ageing ageing) {
        for (var sum : ageing.buckets()) {
            set(open, sum.bucket(), sum.count());
            set(openSums, sum.bucket(), sum.leftFen());
        }
    }

    private static void set(Map<Bucket, AtomicLong> gauges, Bucket bucket, long value) {
        var gauge = gauges.get(bucket);
        if (gauge != null) {
            gauge.set(value);
        }
    }

    private static Map<Bucket, AtomicLong> gauges(MeterRegistry metrics, String name) {
        return Arrays.stream(Bucket.values())
                .collect(Collectors.toMap(
                        bucket -> bucket,
                        bucket -> metrics.gauge(name, Tags.of("bucket", bucket.label()), new AtomicLong()),
                        (a, _) -> a,
                        () -> new EnumMap<>(Bucket.class)));
    }
}

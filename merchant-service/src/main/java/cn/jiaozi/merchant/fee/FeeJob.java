package cn.jiaozi.merchant.fee;

import cn.jiaozi.chassis.Jobs;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Sweeps up refunds that came before their payments and fees that were rejected a day ago, and measures what is open.
@Component
class FeeJob {
    private static final int AT_MOST = 500;

    private final BacklogStore backlog;
    private final ChargingService charging;
    private final FeeService fees;
    private final Clock clock;
    private final AtomicLong asked;
    private final AtomicLong oldestAskedSeconds;
    private final AtomicLong owed;
    private final AtomicLong owedSum;
    private final AtomicLong oldestOwedSeconds;
    private final AtomicLong refunds;
    private final AtomicLong oldestRefundSeconds;

    FeeJob(
            Jobs jobs,
            BacklogStore backlog,
            ChargingService charging,
            FeeService fees,
            FeeSettings settings,
            MeterRegistry metrics,
            Clock clock) {
        this.backlog = backlog;
        this.charging = charging;
        this.fees = fees;
        this.clock = clock;
        this.asked = metrics.gauge("jiaozi.fee.asked", new AtomicLong());
        this.oldestAskedSeconds = metrics.gauge("jiaozi.fee.asked.oldest.seconds", new AtomicLong());
        this.owed = metrics.gauge("jiaozi.fee.owed", new AtomicLong());
        this.owedSum = metrics.gauge("jiaozi.fee.owed.fen", new AtomicLong());
        this.oldestOwedSeconds = metrics.gauge("jiaozi.fee.owed.oldest.seconds", new AtomicLong());
        this.refunds = metrics.gauge("jiaozi.fee.refunds.waiting", new AtomicLong());
        this.oldestRefundSeconds = metrics.gauge("jiaozi.fee.refunds.waiting.oldest.seconds", new AtomicLong());
        jobs.start("fee", settings.sweepEvery(), this::sweep);
    }

    private Mono<Void> sweep() {
        return all(charging.catchUp(AT_MOST))
                .then(all(fees.askAgain(AT_MOST)))
                .then(backlog.find().doOnNext(this::measure))
                .then();
    }

    private static Mono<Void> all(Mono<Integer> round) {
        return round.repeat().takeUntil(done -> done == 0).then();
    }

    private void measure(Backlog now) {
        asked.set(now.asked());
        oldestAskedSeconds.set(seconds(now.oldestAsked()));
        owed.set(now.owed());
        owedSum.set(now.owedFen());
        oldestOwedSeconds.set(seconds(now.oldestOwed()));
        refunds.set(now.refunds());
        oldestRefundSeconds.set(seconds(now.oldestRefund()));
    }

    private long seconds(Optional<Instant> since) {
        return since.map(at -> Duration.between(at, clock.instant()).toSeconds())
                .orElse(0L);
    }
}

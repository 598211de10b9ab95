package cn.jiaozi.payment.voucher;

import cn.jiaozi.chassis.Jobs;
import cn.jiaozi.chassis.Reannouncing;
import cn.jiaozi.payment.voucher.BacklogStore.Backlog;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Sweeps up what waits for its judge, for the ledger or for a voucher that never comes, and measures it.
@Component
class VoucherJob {
    private static final int AT_MOST = 200;
    private static final String SUSPECTED = "jiaozi.voucher.suspected";

    private final BacklogStore backlog;
    private final SettlementStore settlements;
    private final JudgingService judging;
    private final AskingService asking;
    private final LoadService loads;
    private final Clock clock;
    private final AtomicLong waiting;
    private final AtomicLong oldestSeconds;
    private final AtomicLong undecided;
    private final AtomicLong openGaps;
    private final AtomicLong oldestGapSeconds;
    private final AtomicLong givenUp;
    private final AtomicLong purses;
    private final AtomicLong tills;

    VoucherJob(
            Jobs jobs,
            BacklogStore backlog,
            SettlementStore settlements,
            JudgingService judging,
            AskingService asking,
            LoadService loads,
            VoucherSettlementService settled,
            Reannouncing reannouncing,
            VoucherSettings settings,
            MeterRegistry metrics,
            Clock clock) {
        this.backlog = backlog;
        this.settlements = settlements;
        this.judging = judging;
        this.asking = asking;
        this.loads = loads;
        this.clock = clock;
        this.waiting = metrics.gauge("jiaozi.voucher.waiting", new AtomicLong());
        this.oldestSeconds = metrics.gauge("jiaozi.voucher.waiting.oldest.seconds", new AtomicLong());
        this.undecided = metrics.gauge("jiaozi.voucher.settling", new AtomicLong());
        this.openGaps = metrics.gauge("jiaozi.voucher.gaps", new AtomicLong());
        this.oldestGapSeconds = metrics.gauge("jiaozi.voucher.gaps.oldest.seconds", new AtomicLong());
        this.givenUp = metrics.gauge("jiaozi.voucher.gaps.given.up", new AtomicLong());
        this.purses = metrics.gauge(SUSPECTED, Tags.of("who", "purse"), new AtomicLong());
        this.tills = metrics.gauge(SUSPECTED, Tags.of("who", "terminal"), new AtomicLong());
        jobs.start("voucher", settings.sweepEvery(), this::sweep);
        reannouncing.add("settled vouchers", settled::reannounce);
        reannouncing.add("settled load", loads::reannounce);
    }

    private Mono<Void> sweep() {
        return judging.sweep(AT_MOST)
                .then(asking.askAgain(AT_MOST))
                .then(loads.giveUp(AT_MOST).flatMap(loads::conclude))
                .then(backlog.find().doOnNext(this::measure))
                .then(settlements.open().doOnNext(undecided::set))
                .then();
    }

    private void measure(Backlog now) {
        waiting.set(now.waiting());
        oldestSeconds.set(seconds(now.oldest()));
        openGaps.set(now.gaps());
        oldestGapSeconds.set(seconds(now.oldestGap()));
        givenUp.set(now.givenUp());
        purses.set(now.purses());
        tills.set(now.tills());
    }

    private long seconds(Optional<Instant> since) {
        return since.map(at -> Duration.between(at, clock.instant()).toSeconds())
                .orElse(0L);
    }
}

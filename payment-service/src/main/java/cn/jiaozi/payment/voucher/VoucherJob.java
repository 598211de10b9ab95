package cn.jiaozi.payment.voucher;

import cn.jiaozi.chassis.Jobs;
import cn.jiaozi.chassis.Reannouncing;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Sweeps up what waits for its judge, for the ledger or for a voucher that never comes, and measures it.
@Component
class VoucherJob {
    private static final int AT_MOST = 200;

    private final CopyStore copies;
    private final SettlementStore settlements;
    private final LoadStore gaps;
    private final JudgingService judging;
    private final AskingService asking;
    private final LoadService loads;
    private final AtomicLong waiting;
    private final AtomicLong oldestWaiting;
    private final AtomicLong undecided;
    private final AtomicLong openGaps;
    private final AtomicLong oldestGap;

    VoucherJob(
            Jobs jobs,
            CopyStore copies,
            SettlementStore settlements,
            LoadStore gaps,
            JudgingService judging,
            AskingService asking,
            LoadService loads,
            VoucherSettlementService settled,
            Reannouncing reannouncing,
            VoucherSettings settings,
            MeterRegistry metrics) {
        this.copies = copies;
        this.settlements = settlements;
        this.gaps = gaps;
        this.judging = judging;
        this.asking = asking;
        this.loads = loads;
        this.waiting = metrics.gauge("jiaozi.voucher.waiting", new AtomicLong());
        this.oldestWaiting = metrics.gauge("jiaozi.voucher.waiting.oldest.seconds", new AtomicLong());
        this.undecided = metrics.gauge("jiaozi.voucher.settling", new AtomicLong());
        this.openGaps = metrics.gauge("jiaozi.voucher.gaps", new AtomicLong());
        this.oldestGap = metrics.gauge("jiaozi.voucher.gaps.oldest.seconds", new AtomicLong());
        jobs.start("voucher", settings.sweepEvery(), this::sweep);
        reannouncing.add("settled vouchers", settled::reannounce);
        reannouncing.add("settled load", loads::reannounce);
    }

    private Mono<Void> sweep() {
        return judging.sweep(AT_MOST)
                .then(asking.askAgain(AT_MOST))
                .then(loads.giveUp(AT_MOST))
                .then(copies.count().doOnNext(waiting::set))
                .then(copies.oldestSeconds().doOnNext(oldestWaiting::set))
                .then(settlements.open().doOnNext(undecided::set))
                .then(gaps.openGaps().doOnNext(openGaps::set))
                .then(gaps.oldestGapSeconds().doOnNext(oldestGap::set))
                .then();
    }
}

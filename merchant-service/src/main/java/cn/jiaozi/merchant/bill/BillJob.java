package cn.jiaozi.merchant.bill;

import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.chassis.Job;
import cn.jiaozi.chassis.Jobs;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Opens days, makes bills and renditions as they are wanted, and looks again at what was made.
@Component
class BillJob {

    /// A run ends well before jobs are cut off, and another one follows.
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(2);

    private final DayService days;
    private final BuildService builds;
    private final BillStore bills;
    private final PieceStore pieces;
    private final BillSettings settings;
    private final Clock clock;
    private final Job building;
    private final Job rendering;
    private volatile BillStore.Trouble trouble = new BillStore.Trouble(0, 0);

    BillJob(
            Jobs jobs,
            DayService days,
            BuildService builds,
            BillStore bills,
            PieceStore pieces,
            BillSettings settings,
            MeterRegistry metrics,
            Clock clock) {
        this.days = days;
        this.builds = builds;
        this.bills = bills;
        this.pieces = pieces;
        this.settings = settings;
        this.clock = clock;
        Gauge.builder("jiaozi.bill.flawed", this, job -> job.trouble.flawed()).register(metrics);
        Gauge.builder("jiaozi.bill.waiting.seconds", this, job -> job.trouble.waiting())
                .register(metrics);
        this.building = jobs.start("bills", settings.sweepEvery(), this::build);
        this.rendering = jobs.start("bill-renditions", settings.sweepEvery(), () -> whileThereIs(builds::renderNext));
        jobs.start("bill-proofs", settings.proveEvery(), this::lookAgain);
    }

    /// Somebody waits for a bill.
    void wanted() {
        building.wake();
        rendering.wake();
    }

    private Mono<Void> build() {
        return whileThereIs(days::open)
                .then(whileThereIs(days::index))
                .then(whileThereIs(days::count))
                .then(whileThereIs(builds::buildNext))
                .then(look());
    }

    private Mono<Void> lookAgain() {
        var oldest = BusinessTime.dayOf(clock.instant()).minus(settings.kept());
        return days.recount()
                .then(whileThereIs(builds::proveNext))
                .then(whileThereIs(
                        () -> pieces.forgetBefore(oldest, clock.instant()).map(count -> count > 0)))
                .then(look());
    }

    private Mono<Void> look() {
        return bills.trouble(clock.instant()).doOnNext(found -> trouble = found).then();
    }

    private Mono<Void> whileThereIs(Supplier<Mono<Boolean>> work) {
        var until = clock.instant().plus(LONG_ENOUGH);
        return Mono.defer(work)
                .repeat(() -> clock.instant().isBefore(until))
                .takeWhile(done -> done)
                .then();
    }
}

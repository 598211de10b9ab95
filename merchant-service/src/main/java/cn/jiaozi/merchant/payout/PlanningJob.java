package cn.jiaozi.merchant.payout;

import cn.jiaozi.chassis.Job;
import cn.jiaozi.chassis.Jobs;
import cn.jiaozi.merchant.outlet.WalletOwner;
import java.time.LocalDate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Plans payouts when their time has come, when enough was sold, and when an operator says so.
@Component
public class PlanningJob {
    private final PlanningService planning;
    private final Job job;

    PlanningJob(Jobs jobs, PlanningService planning, PayoutSettings settings) {
        this.planning = planning;
        this.job = jobs.start("plan-payouts", settings.sweepEvery(), this::run);
    }

    public void wake() {
        job.wake();
    }

    /// All of a day.
    ///
    /// @return how many payouts are new
    Mono<Long> plan(LocalDate dueOn) {
        return planning.dueOn(dueOn)
                .flatMapMany(Flux::fromIterable)
                .concatMap(this::plan)
                .reduce(0L, Long::sum);
    }

    private Mono<Void> run() {
        return planning.round()
                .flatMap(round ->
                        Flux.fromIterable(round.due()).concatMap(this::plan).then(planning.done(round.until())))
                .then(Mono.defer(planning::planBySales)
                        .repeat()
                        .takeUntil(planned -> planned < PlanningService.PAGE)
                        .then());
    }

    /// A whole slot, page by page, each in a transaction of its own.
    private Mono<Long> plan(PlanningService.Due due) {
        return Mono.defer(() -> planning.plan(due, WalletOwner.NOBODY))
                .expand(page -> page.size() < PlanningService.PAGE
                        ? Mono.empty()
                        : planning.plan(due, page.getLast().owner()))
                .reduce(0L, (sum, page) -> sum + page.size());
    }
}

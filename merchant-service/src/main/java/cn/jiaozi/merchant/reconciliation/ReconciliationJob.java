package cn.jiaozi.merchant.reconciliation;

import cn.jiaozi.chassis.Job;
import cn.jiaozi.chassis.Jobs;
import java.time.LocalDate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Takes days through their steps, the oldest first. It does not stay with one for longer than a part: the next run of
/// the job goes on.
@Component
class ReconciliationJob {
    private final ReconciliationService reconciliations;
    private final Job job;

    ReconciliationJob(Jobs jobs, ReconciliationService reconciliations, ReconciliationSettings settings) {
        this.reconciliations = reconciliations;
        this.job = jobs.start("reconciliation", settings.lookEvery(), this::run);
        jobs.start("settle-reconciliation", settings.settleEvery(), reconciliations::settle);
    }

    void wake() {
        job.wake();
    }

    private Mono<Void> run() {
        return reconciliations
                .open()
                .flatMapMany(Flux::fromIterable)
                .concatMap(this::advance)
                .filter(moved -> moved)
                .next()
                .doOnNext(_ -> wake())
                .then();
    }

    private Mono<Boolean> advance(LocalDate date) {
        return reconciliations.advance(date);
    }
}

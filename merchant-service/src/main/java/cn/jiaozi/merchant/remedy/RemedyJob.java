package cn.jiaozi.merchant.remedy;

import cn.jiaozi.chassis.Jobs;
import cn.jiaozi.merchant.audit.AuditLine;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Settles small items that speak for themselves, and asks the ledger and the core again.
@Component
class RemedyJob {
    private static final int AT_ONCE = 100;

    RemedyJob(
            Jobs jobs,
            RemedyStore store,
            RemedyService remedies,
            AdjustingService adjusting,
            QueryingService querying,
            RemedySettings settings) {
        jobs.start(
                "remedy",
                settings.lookEvery(),
                () -> store.small(settings.byItselfUpTo(), AuditLine.SUITE, AT_ONCE)
                        .flatMapMany(Flux::fromIterable)
                        .concatMap(remedies::byItself)
                        .then());
        jobs.start(
                "ask-remedy-again",
                settings.lookEvery(),
                () -> whole(adjusting::askAgain).then(whole(querying::askAgain)));
    }

    private static Mono<Void> whole(Supplier<Mono<Integer>> round) {
        return Mono.defer(round).repeat().takeUntil(asked -> asked == 0).then();
    }
}

package cn.jiaozi.ledger.audit;

import cn.jiaozi.chassis.Jobs;
import cn.jiaozi.ledger.audit.WalkService.Walked;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// The continuous audit: a look at every account and a walk over what blocks have been closed since, by the
/// clock. What it finds is written down and acted on ([FindingService]).
@Component
class Watch {
    private static final int BLOCKS_AT_ONCE = 20;

    private final WatchService watch;
    private final WalkService walk;
    private final WatchStore store;
    private final FindingService findings;
    private final Duration aTurn;
    private final Timer looks;
    private final Timer walks;
    private final AtomicLong entriesBehind = new AtomicLong();
    private final AtomicLong blocksBehind = new AtomicLong();

    Watch(
            WatchService watch,
            WalkService walk,
            WatchStore store,
            FindingService findings,
            @Value("${jiaozi.audit.every}") Duration every,
            Jobs jobs,
            MeterRegistry metrics) {
        this.watch = watch;
        this.walk = walk;
        this.store = store;
        this.findings = findings;
        this.aTurn = every.dividedBy(2);
        this.looks = Timer.builder("jiaozi.audit.look").register(metrics);
        this.walks = Timer.builder("jiaozi.audit.walk").register(metrics);
        metrics.gauge("jiaozi.audit.entries.behind", entriesBehind);
        metrics.gauge("jiaozi.audit.blocks.behind", blocksBehind);
        jobs.start("audit", every, this::run);
    }

    Mono<Void> run() {
        return lookOn().then(walkOn()).then(findings.count());
    }

    /// Until everything is counted; a look that is behind finds nothing.
    private Mono<Void> lookOn() {
        return timed(looks, Mono.defer(watch::look))
                .doOnNext(look -> entriesBehind.set(look.behind()))
                .repeat(() -> entriesBehind.get() > 0)
                .take(aTurn)
                .concatMap(look -> findings.note(look.findings()))
                .then();
    }

    private Mono<Void> walkOn() {
        return timed(walks, Mono.defer(this::walkSome))
                .repeat(() -> blocksBehind.get() > 0)
                .take(aTurn)
                .then();
    }

    private Mono<Walked> walkSome() {
        return store.progress()
                .flatMap(progress -> walk.walkChain(progress.block() + 1, BLOCKS_AT_ONCE))
                .flatMap(walked -> walked.finding()
                        .map(found -> findings.note(java.util.List.of(found)).doOnSuccess(_ -> blocksBehind.set(0)))
                        .orElseGet(() -> store.walked(walked.to())
                                .doOnSuccess(_ -> blocksBehind.set(walked.length() - walked.to())))
                        .thenReturn(walked));
    }

    private static <T> Mono<T> timed(Timer timer, Mono<T> work) {
        return Mono.defer(() -> {
            var began = Timer.start();
            return work.doFinally(_ -> began.stop(timer));
        });
    }
}

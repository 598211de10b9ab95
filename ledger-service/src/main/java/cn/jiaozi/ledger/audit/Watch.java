package cn.jiaozi.ledger.audit;

import cn.jiaozi.chassis.Jobs;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
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

    /// What fails keeps nothing of the rest from being done.
    Mono<Void> run() {
        return Flux.concatDelayError(lookOn(), findings.act(), walkOn(), findings.act(), findings.count())
                .then();
    }

    /// Until everything is counted; a look that is behind finds nothing.
    private Mono<Void> lookOn() {
        var look = Mono.defer(watch::look).defaultIfEmpty(0L);
        return inATurn(timed(looks, look).doOnNext(entriesBehind::set), () -> entriesBehind.get() > 0);
    }

    private Mono<Void> walkOn() {
        return inATurn(timed(walks, Mono.defer(this::walkSome)), () -> blocksBehind.get() > 0);
    }

    /// Again and again while there is more to do. What has begun is finished, however long the turn was.
    private Mono<Void> inATurn(Mono<?> work, BooleanSupplier more) {
        return Mono.defer(() -> {
            long end = System.nanoTime() + aTurn.toNanos();
            return work.repeat(() -> more.getAsBoolean() && System.nanoTime() < end)
                    .then();
        });
    }

    private Mono<Void> walkSome() {
        return store.progress()
                .flatMap(progress -> walk.walkChain(progress.block() + 1, BLOCKS_AT_ONCE))
                .flatMap(walked -> walked.finding().isPresent()
                        ? findings.note(List.of(walked.finding().get())).doOnSuccess(_ -> blocksBehind.set(0))
                        : store.walked(walked.to()).doOnSuccess(_ -> blocksBehind.set(walked.length() - walked.to())));
    }

    private static <T> Mono<T> timed(Timer timer, Mono<T> work) {
        return Mono.defer(() -> {
            var began = Timer.start();
            return work.doFinally(_ -> began.stop(timer));
        });
    }
}

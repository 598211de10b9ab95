package cn.jiaozi.chassis;

import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/// Work that commits wake and that the clock sweeps up. It never runs twice at once in one instance; a wake during a
/// run leads to one more run.
public final class Job {
    private static final Logger log = LoggerFactory.getLogger(Job.class);

    /// A connection that died without a word must not stop a job for ever; being cut off is like a crash, which
    /// every job survives.
    private static final Duration LONGEST_RUN = Duration.ofMinutes(5);

    private final String name;
    private final Duration every;
    private final Supplier<Mono<Void>> work;
    private final Sinks.Many<Long> wakes = Sinks.many().multicast().directBestEffort();

    Job(String name, Duration every, Supplier<Mono<Void>> work) {
        this.name = name;
        this.every = every;
        this.work = work;
    }

    public void wake() {
        // Several commits may wake at once; whichever gets through is enough.
        wakes.emitNext(0L, (_, result) -> result == Sinks.EmitResult.FAIL_NON_SERIALIZED);
    }

    Disposable start() {
        return Flux.merge(
                        wakes.asFlux().onBackpressureLatest(),
                        Flux.interval(every).onBackpressureLatest())
                .onBackpressureLatest()
                .concatMap(_ -> run(), 0)
                .subscribe();
    }

    private Mono<Void> run() {
        return Mono.defer(work).timeout(LONGEST_RUN).onErrorResume(error -> {
            log.warn("Job {} failed and will be swept up: {}", name, error.toString(), error);
            return Mono.delay(Duration.ofMillis(200)).then();
        });
    }
}

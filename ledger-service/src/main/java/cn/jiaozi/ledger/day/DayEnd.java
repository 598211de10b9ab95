package cn.jiaozi.ledger.day;

import cn.jiaozi.chassis.Job;
import cn.jiaozi.chassis.Jobs;
import cn.jiaozi.chassis.Reannouncing;
import cn.jiaozi.ledger.journal.JournalService;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Cuts the day when nothing else does, and closes what was cut. Both wake each minute; several instances may.
@Component
class DayEnd {
    private static final Logger log = LoggerFactory.getLogger(DayEnd.class);
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    /// A run of a job may not take longer; the next goes on where it ended.
    private static final Duration LONGEST_RUN = Duration.ofMinutes(3);

    /// While money moves, a closing rests so many times as long as it works: an eighth of two processors is enough.
    private static final int REST = 3;

    private final DayService days;
    private final Counter unbalanced;
    private final Job closing;

    /// A step, how long it took, and where the journal stood when the one before began.
    private record Timed(Day.Step step, Duration took, long before) {
        Duration rest() {
            return step.head() == before ? Duration.ZERO : took.multipliedBy(REST);
        }
    }

    DayEnd(DayService days, JournalService journal, Jobs jobs, Reannouncing reannouncing, MeterRegistry metrics) {
        this.days = days;
        this.unbalanced = metrics.counter("jiaozi.ledger.day.unbalanced");
        jobs.start("day-cut", LOOK_EVERY, journal::cut);
        closing = jobs.start("day-closing", LOOK_EVERY, this::close);
        reannouncing.add("day", (_, after, atMost) -> days.reannounce(after, atMost));
    }

    /// A day was cut by hand: it need not wait for the clock.
    void wake() {
        closing.wake();
    }

    /// Closes all days that are cut, step by step.
    Mono<Void> close() {
        return Mono.defer(() -> {
            long began = System.nanoTime();
            return step(0).expand(this::next)
                    .takeUntil(_ -> System.nanoTime() - began > LONGEST_RUN.toNanos())
                    .then();
        });
    }

    private Mono<Timed> next(Timed done) {
        return switch (done.step().state()) {
            case COUNTED -> Mono.delay(done.rest()).then(step(done.step().head()));
            case CLOSED -> step(done.step().head());
            case UNBALANCED -> Mono.empty();
        };
    }

    private Mono<Timed> step(long before) {
        return Mono.defer(() -> {
            long began = System.nanoTime();
            return days.step()
                    .doOnNext(this::tell)
                    .map(step -> new Timed(step, Duration.ofNanos(System.nanoTime() - began), before));
        });
    }

    private void tell(Day.Step step) {
        switch (step.state()) {
            case COUNTED -> {}
            case CLOSED -> log.info("Accounting day {} is closed", step.date());
            case UNBALANCED -> {
                unbalanced.increment();
                log.error("Accounting day {} does not balance and stays open", step.date());
            }
        }
    }
}

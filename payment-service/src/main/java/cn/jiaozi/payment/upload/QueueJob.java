package cn.jiaozi.payment.upload;

import cn.jiaozi.chassis.Blame;
import cn.jiaozi.chassis.Job;
import cn.jiaozi.chassis.Jobs;
import cn.jiaozi.payment.payment.Traffic;
import cn.jiaozi.payment.voucher.JudgingService;
import cn.jiaozi.payment.voucher.VoucherSettings;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/// Has vouchers judged until none waits, with a judge for each processor. While payments with the network are under
/// way, half of the judges go on, a piece at a time, and rest twice as long as they work.
@Component
class QueueJob {
    private static final Logger log = LoggerFactory.getLogger(QueueJob.class);

    private static final int JUDGES = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final int JUDGES_BESIDE_PAYMENTS = JUDGES / 2;
    private static final int RETRIES = 3;
    private static final Duration RETRY_AFTER = Duration.ofMillis(200);
    /// Of the time that a turn has taken.
    private static final int REST = 2;
    /// Turns of a run.
    private static final int LONGEST = 100;

    private final QueueService queue;
    private final JudgingService judging;
    private final Traffic traffic;
    private final List<Job> judges;

    QueueJob(Jobs jobs, QueueService queue, JudgingService judging, Traffic traffic, VoucherSettings settings) {
        this.queue = queue;
        this.judging = judging;
        this.traffic = traffic;
        this.judges = IntStream.range(0, JUDGES)
                .mapToObj(n -> jobs.start("judge-" + n, settings.sweepEvery(), () -> run(n)))
                .toList();
    }

    /// A batch has become whole.
    void wake() {
        judges.forEach(Job::wake);
    }

    private Mono<Void> run(int judge) {
        return Mono.defer(() -> turn(judge))
                .repeat(LONGEST)
                .takeWhile(found -> found)
                .count()
                .doOnNext(found -> {
                    if (found > LONGEST) {
                        wake();
                    }
                })
                .then();
    }

    /// Whether there was anything to judge.
    private Mono<Boolean> turn(int judge) {
        boolean standsBack = traffic.isUnderWay();
        if (standsBack && judge >= JUDGES_BESIDE_PAYMENTS) {
            return Mono.just(false);
        }
        var turn = (standsBack ? one() : next())
                .flatMap(purses -> judging.wakeSettled(purses).thenReturn(true))
                .defaultIfEmpty(false);
        return standsBack
                ? turn.elapsed()
                        .flatMap(took -> Mono.delay(Duration.ofMillis(REST * took.getT1()))
                                .thenReturn(took.getT2()))
                : turn;
    }

    private Mono<Set<String>> next() {
        return tried(queue::next).onErrorResume(error -> !Blame.isOfTheWorld(error), _ -> one());
    }

    /// One piece is to blame, which is singled out.
    private Mono<Set<String>> one() {
        return tried(queue::one).onErrorResume(error -> !Blame.isOfTheWorld(error), error -> {
            log.error("A piece cannot be judged, and goes to the end of the queue", error);
            return queue.setAside().then(Mono.empty());
        });
    }

    private static Mono<Set<String>> tried(Supplier<Mono<Set<String>>> pieces) {
        return Mono.defer(pieces)
                .retryWhen(Retry.fixedDelay(RETRIES, RETRY_AFTER).filter(Blame::isOfTheWorld));
    }
}

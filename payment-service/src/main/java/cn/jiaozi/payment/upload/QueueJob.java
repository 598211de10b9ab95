package cn.jiaozi.payment.upload;

import cn.jiaozi.chassis.Job;
import cn.jiaozi.chassis.Jobs;
import cn.jiaozi.payment.voucher.JudgingService;
import cn.jiaozi.payment.voucher.VoucherSettings;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Has vouchers judged until none waits. While one judge writes, another one checks signatures.
@Component
class QueueJob {
    private static final int JUDGES = 2;
    /// Transactions of a run.
    private static final int LONGEST = 100;

    private final QueueService queue;
    private final JudgingService judging;
    private final List<Job> judges;

    QueueJob(Jobs jobs, QueueService queue, JudgingService judging, VoucherSettings settings) {
        this.queue = queue;
        this.judging = judging;
        this.judges = IntStream.range(0, JUDGES)
                .mapToObj(n -> jobs.start("judge-" + n, settings.sweepEvery(), this::run))
                .toList();
    }

    /// A batch has become whole.
    void wake() {
        judges.forEach(Job::wake);
    }

    private Mono<Void> run() {
        return Mono.defer(queue::next)
                .flatMap(purses -> judging.wakeSettled(purses).thenReturn(true))
                .defaultIfEmpty(false)
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
}

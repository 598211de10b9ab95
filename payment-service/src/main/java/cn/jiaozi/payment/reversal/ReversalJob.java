package cn.jiaozi.payment.reversal;

import cn.jiaozi.chassis.Jobs;
import cn.jiaozi.payment.payment.PaymentSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Looks after reversals that wait for a payment or a refund to end. There are few of them: tills reverse what they
/// have lost sight of.
@Component
class ReversalJob {
    private static final int AT_MOST = 200;
    private static final Logger log = LoggerFactory.getLogger(ReversalJob.class);

    private final ReversalService reversals;

    ReversalJob(Jobs jobs, ReversalService reversals, PaymentSettings settings) {
        this.reversals = reversals;
        jobs.start("reversal", settings.payment().reversalEvery(), this::run);
    }

    private Mono<Void> run() {
        return reversals
                .open(AT_MOST)
                .flatMapMany(Flux::fromIterable)
                .concatMap(order -> reversals.advance(order).onErrorResume(error -> {
                    log.warn("A reversal waits: {}", error.toString());
                    return Mono.empty();
                }))
                .then();
    }
}

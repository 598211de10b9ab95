package cn.jiaozi.payment.payment;

import cn.jiaozi.chassis.Jobs;
import cn.jiaozi.chassis.Reannouncing;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Sweeps up what has not ended, and measures it; says what can be announced again.
@Component
class PaymentJob {
    private final StandingStore store;
    private final HealingService healing;
    private final Clock clock;
    private final AtomicLong open;
    private final AtomicLong oldestSeconds;

    PaymentJob(
            Jobs jobs,
            StandingStore store,
            HealingService healing,
            SettlementService settlements,
            Reannouncing reannouncing,
            PaymentSettings settings,
            MeterRegistry metrics,
            Clock clock) {
        this.store = store;
        this.healing = healing;
        this.clock = clock;
        this.open = metrics.gauge("jiaozi.payment.open", new AtomicLong());
        this.oldestSeconds = metrics.gauge("jiaozi.payment.open.oldest.seconds", new AtomicLong());
        jobs.start("payment-healing", settings.payment().sweepEvery(), this::sweep);
        for (Movement movement : Movement.values()) {
            reannouncing.add(
                    "open " + movement.noun(), (_, after, atMost) -> healing.reannounce(movement, after, atMost));
        }
        reannouncing.add("ended payment", settlements::reannounce);
    }

    private Mono<Void> sweep() {
        return store.open(Movement.PAYMENT)
                .doOnNext(this::measure)
                .thenMany(Flux.fromArray(Movement.values()).concatMap(healing::heal))
                .then();
    }

    private void measure(Healing.Open now) {
        open.set(now.count());
        oldestSeconds.set(now.oldest()
                .map(at -> Duration.between(at, clock.instant()).toSeconds())
                .orElse(0L));
    }
}

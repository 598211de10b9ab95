package cn.jiaozi.payment.upload;

import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.payment.payment.Traffic;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RequestNotPermitted;
import io.github.resilience4j.reactor.ratelimiter.operator.RateLimiterOperator;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Lets pieces in slowly while payments with the network are under way: tills that upload what they took days ago are
/// in no hurry.
@Component
class Turnstile {
    private static final Duration PERIOD = Duration.ofMillis(500);
    /// A second of each processor takes in some dozens.
    private static final int OF_A_PERIOD = Runtime.getRuntime().availableProcessors();
    /// The gateway waits longer than that.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RateLimiter limiter = RateLimiter.of(
            "pieces",
            RateLimiterConfig.custom()
                    .limitForPeriod(OF_A_PERIOD)
                    .limitRefreshPeriod(PERIOD)
                    .timeoutDuration(PATIENCE)
                    .build());
    private final Traffic traffic;
    private final AtomicInteger waiting = new AtomicInteger();

    Turnstile(Traffic traffic, MeterRegistry metrics) {
        this.traffic = traffic;
        Gauge.builder("jiaozi.voucher.pieces.at.turnstile", waiting::get).register(metrics);
    }

    Mono<Void> pass(Mono<Void> piece) {
        return Mono.defer(() -> traffic.isUnderWay() ? patiently().then(piece) : piece);
    }

    private Mono<Void> patiently() {
        return Mono.<Void>empty()
                .transformDeferred(RateLimiterOperator.of(limiter))
                .doFirst(waiting::incrementAndGet)
                .doFinally(_ -> waiting.decrementAndGet())
                .onErrorMap(RequestNotPermitted.class, _ -> tooMany());
    }

    private static Problem tooMany() {
        return Problem.of(
                HttpStatus.TOO_MANY_REQUESTS,
                Reason.TOO_MANY_REQUESTS,
                "Too many tills are uploading; nothing of this piece was kept");
    }
}

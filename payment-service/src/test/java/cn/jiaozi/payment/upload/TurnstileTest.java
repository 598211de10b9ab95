package cn.jiaozi.payment.upload;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.chassis.Problem;
import cn.jiaozi.payment.payment.Traffic;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;

class TurnstileTest {
    /// More than come through while the gateway waits.
    private static final int CROWD = 10_000;

    private final Traffic traffic = new Traffic();
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final Turnstile turnstile = new Turnstile(traffic, metrics);

    @Test
    void letsAllInWhenNobodyPays() {
        assertThat(come(CROWD))
                .allMatch(CompletableFuture::isDone)
                .noneMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(atTurnstile()).isZero();
    }

    @Test
    void makesTillsWaitAndSendsAwayThoseWhoWouldWaitTooLong() {
        traffic.began();
        var crowd = come(CROWD);

        assertThat(crowd.getFirst()).isCompleted();
        assertThat(crowd.getLast().exceptionNow())
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(HttpStatus.TOO_MANY_REQUESTS));
        var waiting =
                crowd.stream().filter(piece -> !piece.isDone()).findFirst().orElseThrow();
        assertThat(atTurnstile()).isPositive();
        Awaitility.await().until(waiting::isDone);
        assertThat(waiting).isCompletedWithValue(null);
    }

    private double atTurnstile() {
        return metrics.get("jiaozi.voucher.pieces.at.turnstile").gauge().value();
    }

    private List<CompletableFuture<Void>> come(int pieces) {
        return IntStream.range(0, pieces)
                .mapToObj(_ -> turnstile.pass(Mono.empty()).toFuture())
                .toList();
    }
}

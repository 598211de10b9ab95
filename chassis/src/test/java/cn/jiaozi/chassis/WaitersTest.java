package cn.jiaozi.chassis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class WaitersTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Wish OPEN = new Wish("wish:1", "open", false);
    private static final Wish ENDED = new Wish("wish:1", "ended", true);

    private final Waiters waiters = new Waiters();
    private final AtomicInteger looks = new AtomicInteger();
    private Wish row = OPEN;

    private record Wish(String actKey, String content, boolean finished) implements Act {}

    private record OtherView(String actKey, boolean finished) implements Act {}

    private Mono<Wish> look() {
        return Mono.fromSupplier(() -> {
            looks.incrementAndGet();
            return row;
        });
    }

    private CompletableFuture<@Nullable Wish> await() {
        return waiters.await(OPEN, LONG, this::look).toFuture();
    }

    private CompletableFuture<@Nullable Wish> awaitFresh() {
        return waiters.awaitFresh(OPEN, LONG, this::look).toFuture();
    }

    @Test
    void handsTheEndToAllWhoWaitForItWithoutALookAtTheRow() {
        var here = awaitFresh();
        var there = awaitFresh();
        waiters.end(new Wish("wish:2", "another", true));
        assertThat(here).isNotDone();

        waiters.end(ENDED);

        assertThat(here).isCompletedWithValue(ENDED);
        assertThat(there).isCompletedWithValue(ENDED);
        assertThat(looks).hasValue(0);
        assertThat(waiters.count()).isZero();
    }

    @Test
    void looksAtARowThatAnotherRequestHasBegun() {
        var waiting = await();

        assertThat(looks).hasValue(1);
        waiters.end(ENDED);
        assertThat(waiting).isCompletedWithValue(ENDED);
        assertThat(looks).hasValue(1);

        row = ENDED;
        assertThat(await()).isCompletedWithValue(ENDED);
    }

    @Test
    void looksAtTheRowWhenAnotherInstanceHasEndedTheAct() {
        var waiting = awaitFresh();

        row = ENDED;
        waiters.wake("wish:1");

        assertThat(waiting).isCompletedWithValue(ENDED);
        assertThat(looks).hasValue(1);
    }

    @Test
    void looksAtTheRowWhenTheEndIsOfAnotherView() {
        var waiting = awaitFresh();

        row = ENDED;
        waiters.end(new OtherView("wish:1", true));

        assertThat(waiting).isCompletedWithValue(ENDED);
    }

    @Test
    void looksByTheClockWhenAWakeIsLost() {
        var waiting = awaitFresh();

        row = ENDED;

        assertThat(waiting.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo(ENDED);
    }

    @Test
    void answersWithTheOpenActWhenTheWaitIsOver() {
        assertThat(waiters.awaitFresh(OPEN, Duration.ofMillis(20), this::look).block())
                .isEqualTo(OPEN);
        assertThat(waiters.count()).isZero();
    }
}

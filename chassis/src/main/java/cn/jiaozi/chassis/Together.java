package cn.jiaozi.chassis;

import cn.jiaozi.contracts.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/// What many callers ask at the same time, answered at once, by one statement or one transaction: what is asked while
/// one is under way, or in the rest after it, waits for the next. Alone, a question is asked at once. Every question is
/// answered by what began after it was asked, so nobody is told what was true before.
///
/// A failure that is the world's is told to every caller of the batch. When a question is to blame the batch is halved
/// until it stands alone, so that its neighbours are answered as if it had never been asked.
///
/// @param <Q> what is asked
/// @param <A> the answer
public final class Together<Q, A> {
    private final BlockingQueue<Question<Q, A>> waiting;
    private final AtomicBoolean asking = new AtomicBoolean();
    private final Function<List<Q>, Mono<List<A>>> ask;
    private final int atMost;

    private record Question<Q, A>(Q question, Sinks.One<A> answer) {}

    /// @param atMost        questions that are asked at once
    /// @param waitingAtMost questions that wait; who comes then is told to come again
    /// @param ask           gives one answer for every question, in the order of the questions
    public Together(int atMost, int waitingAtMost, Function<List<Q>, Mono<List<A>>> ask) {
        this.atMost = atMost;
        this.waiting = new LinkedBlockingQueue<>(waitingAtMost);
        this.ask = ask;
    }

    public Mono<A> ask(Q question) {
        return Mono.defer(() -> {
            var asked = new Question<Q, A>(question, Sinks.one());
            if (!waiting.offer(asked)) {
                return Mono.error(Problem.of(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        Reason.UPSTREAM_UNAVAILABLE,
                        "More is waiting here than can be done soon"));
            }
            next();
            return asked.answer().asMono();
        });
    }

    private void next() {
        if (waiting.isEmpty() || !asking.compareAndSet(false, true)) {
            return;
        }
        var batch = new ArrayList<Question<Q, A>>();
        waiting.drainTo(batch, atMost);
        long began = System.nanoTime();
        var _ = answer(batch)
                .then(Mono.defer(
                        () -> Mono.delay(Rest.after(Duration.ofNanos(System.nanoTime() - began), batch.size()))))
                .doFinally(_ -> {
                    asking.set(false);
                    next();
                })
                .subscribe();
    }

    /// Never fails: what goes wrong is told to those whom it concerns.
    private Mono<Void> answer(List<Question<Q, A>> batch) {
        if (batch.isEmpty()) {
            return Mono.empty();
        }
        return Mono.defer(() -> ask.apply(batch.stream().map(Question::question).toList()))
                .filter(answers -> answers.size() == batch.size())
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("A question was not answered")))
                .doOnNext(answers -> tell(batch, answers))
                .then()
                .onErrorResume(error -> batch.size() == 1 || Blame.isOfTheWorld(error)
                        ? Mono.fromRunnable(
                                () -> batch.forEach(one -> one.answer().tryEmitError(error)))
                        : halved(batch));
    }

    private Mono<Void> halved(List<Question<Q, A>> batch) {
        int half = batch.size() / 2;
        return answer(batch.subList(0, half)).then(answer(batch.subList(half, batch.size())));
    }

    private void tell(List<Question<Q, A>> batch, List<A> answers) {
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).answer().tryEmitValue(answers.get(i));
        }
    }
}

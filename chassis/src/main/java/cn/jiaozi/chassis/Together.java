package cn.jiaozi.chassis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/// Questions that many callers ask at the same time, answered with one statement: what is asked while a statement is
/// under way waits for the next one. Alone, a question is asked at once. Every question is answered by a statement that
/// began after it was asked, so nobody is told what was true before.
///
/// @param <K> what is asked for
/// @param <V> the answer
public final class Together<K, V> {
    private final ConcurrentLinkedQueue<Question<K, V>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean asking = new AtomicBoolean();
    private final Function<List<K>, Mono<Map<K, V>>> ask;
    private final int atMost;

    private record Question<K, V>(K key, Sinks.One<V> answer) {}

    /// @param atMost keys in one statement
    /// @param ask    answers distinct keys; a key without an answer is absent
    public Together(int atMost, Function<List<K>, Mono<Map<K, V>>> ask) {
        this.atMost = atMost;
        this.ask = ask;
    }

    /// Empty when there is no answer.
    public Mono<V> find(K key) {
        return Mono.defer(() -> {
            var question = new Question<K, V>(key, Sinks.one());
            waiting.add(question);
            next();
            return question.answer().asMono();
        });
    }

    private void next() {
        if (waiting.isEmpty() || !asking.compareAndSet(false, true)) {
            return;
        }
        var questions = new ArrayList<Question<K, V>>();
        for (@Nullable Question<K, V> one = waiting.poll(); one != null; one = waiting.poll()) {
            questions.add(one);
            if (questions.size() == atMost) {
                break;
            }
        }
        var keys = questions.stream().map(Question::key).distinct().toList();
        var _ = Mono.defer(() -> keys.isEmpty() ? Mono.just(Map.<K, V>of()) : ask.apply(keys))
                .doFinally(_ -> {
                    asking.set(false);
                    next();
                })
                .subscribe(
                        answers -> questions.forEach(question -> answer(question, answers.get(question.key()))),
                        error -> questions.forEach(question -> question.answer().tryEmitError(error)));
    }

    private static <K, V> void answer(Question<K, V> question, @Nullable V answer) {
        if (answer == null) {
            question.answer().tryEmitEmpty();
        } else {
            question.answer().tryEmitValue(answer);
        }
    }
}

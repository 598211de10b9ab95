package cn.jiaozi.chassis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

class TogetherTest {
    private final List<List<Integer>> asked = new ArrayList<>();
    private final List<Sinks.One<List<String>>> statements = new ArrayList<>();
    private final Together<Integer, String> together = new Together<>(3, 5, questions -> {
        asked.add(questions);
        Sinks.One<List<String>> statement = Sinks.one();
        statements.add(statement);
        return statement.asMono();
    });

    private final VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();

    @AfterEach
    void letTheClockGoOn() {
        VirtualTimeScheduler.reset();
    }

    private CompletableFuture<@Nullable String> ask(int question) {
        return together.ask(question).toFuture();
    }

    private void end(int statement) {
        statements.get(statement).tryEmitValue(answers(asked.get(statement)));
        time.advanceTimeBy(Rest.MOST);
    }

    private void fail(int statement, Exception fault) {
        statements.get(statement).tryEmitError(fault);
        time.advanceTimeBy(Rest.MOST);
    }

    private static List<String> answers(List<Integer> questions) {
        return questions.stream().map(question -> "answer " + question).toList();
    }

    @Test
    void asksAtOnceWhenAlone() {
        var answer = ask(2);

        assertThat(asked).containsExactly(List.of(2));
        end(0);
        assertThat(answer).isCompletedWithValue("answer 2");
    }

    @Test
    void asksTogetherWhatCameMeanwhileAndNeverMoreThanItMay() {
        var answers = IntStream.of(2, 4, 5, 4, 6, 8).mapToObj(this::ask).toList();

        assertThat(asked).containsExactly(List.of(2));
        end(0);
        assertThat(asked.getLast()).containsExactly(4, 5, 4);
        end(1);
        assertThat(asked.getLast()).containsExactly(6, 8);
        end(2);
        assertThat(answers.stream().map(CompletableFuture::join))
                .containsExactly("answer 2", "answer 4", "answer 5", "answer 4", "answer 6", "answer 8");
        assertThat(asked).hasSize(3);
    }

    @Test
    void restsAfterABatchAndAnswersItAtOnce() {
        var first = ask(1);
        statements.getFirst().tryEmitValue(answers(asked.getFirst()));
        var second = ask(2);

        assertThat(first).isCompletedWithValue("answer 1");
        time.advanceTimeBy(Rest.LEAST.minusNanos(1));
        assertThat(asked).hasSize(1);
        time.advanceTimeBy(Rest.MOST);
        assertThat(asked).hasSize(2);
        end(1);
        assertThat(second).isCompletedWithValue("answer 2");
    }

    @Test
    void tellsWhomThereIsNoRoomForToComeAgain() {
        var waiting = IntStream.rangeClosed(0, 5).mapToObj(this::ask).toList();

        assertThatThrownBy(() -> together.ask(6).block())
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.status()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE));
        end(0);
        var after = ask(7);
        end(1);
        end(2);
        assertThat(waiting).allMatch(CompletableFuture::isDone);
        assertThat(after).isCompletedWithValue("answer 7");
    }

    @Test
    void tellsTheWorldsFailureToTheWholeBatchAndToNobodyElse() {
        var first = ask(0);
        var failed = List.of(ask(1), ask(2), ask(3));
        var later = ask(4);
        end(0);

        fail(1, new IllegalStateException(new TimeoutException("away")));
        end(2);

        assertThat(first).isCompletedWithValue("answer 0");
        assertThat(failed).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(later).isCompletedWithValue("answer 4");
        assertThat(asked).hasSize(3);
    }

    @Test
    void singlesOutTheQuestionThatIsToBlame() {
        var first = ask(0);
        var batch = List.of(ask(2), ask(3), ask(4));
        end(0);

        fail(1, new IllegalArgumentException("cannot decide"));
        end(2);
        fail(3, new IllegalArgumentException("cannot decide"));
        fail(4, new IllegalArgumentException("cannot decide"));
        end(5);

        assertThat(asked)
                .containsExactly(List.of(0), List.of(2, 3, 4), List.of(2), List.of(3, 4), List.of(3), List.of(4));
        assertThat(first).isCompletedWithValue("answer 0");
        assertThat(batch.get(0)).isCompletedWithValue("answer 2");
        assertThat(batch.get(1)).isCompletedExceptionally();
        assertThat(batch.get(2)).isCompletedWithValue("answer 4");
    }

    @Test
    void failsWhenTheQuestionCannotEvenBeAsked() {
        var broken = new Together<Integer, String>(3, 3, _ -> {
            throw new IllegalStateException("no statement");
        });

        assertThat(broken.ask(1).toFuture()).isCompletedExceptionally();
        var second = broken.ask(2).toFuture();
        time.advanceTimeBy(Rest.MOST);
        assertThat(second).isCompletedExceptionally();
    }

    @Test
    void failsWhereThereIsNotOneAnswerForEveryQuestion() {
        assertThat(new Together<Integer, String>(3, 3, _ -> Mono.empty()).ask(1).toFuture())
                .isCompletedExceptionally();
        assertThat(new Together<Integer, String>(3, 3, _ -> Mono.just(List.of()))
                        .ask(1)
                        .toFuture())
                .isCompletedExceptionally();
    }

    @Test
    void asksNothingBeforeSomebodySubscribes() {
        Mono<String> question = together.ask(2);

        assertThat(asked).isEmpty();
        var _ = question.toFuture();
        assertThat(asked).hasSize(1);
    }
}

package cn.jiaozi.chassis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class TogetherTest {
    private final List<List<Integer>> asked = new ArrayList<>();
    private final List<Sinks.One<Map<Integer, String>>> statements = new ArrayList<>();
    private final Together<Integer, String> together = new Together<>(3, keys -> {
        asked.add(keys);
        Sinks.One<Map<Integer, String>> statement = Sinks.one();
        statements.add(statement);
        return statement.asMono();
    });

    private CompletableFuture<@Nullable String> find(int key) {
        return together.find(key).defaultIfEmpty("nothing").toFuture();
    }

    /// Ends the statement that is under way; even keys have an answer.
    private void end(int statement) {
        var answers = new HashMap<Integer, String>();
        asked.get(statement).stream().filter(key -> key % 2 == 0).forEach(key -> answers.put(key, "answer " + key));
        statements.get(statement).tryEmitValue(answers);
    }

    @Test
    void asksAtOnceWhenAlone() {
        var answer = find(2);

        assertThat(asked).containsExactly(List.of(2));
        end(0);
        assertThat(answer).isCompletedWithValue("answer 2");
    }

    @Test
    void asksTogetherWhatCameMeanwhileAndNeverMoreThanItMay() {
        var answers = IntStream.of(2, 4, 5, 4, 6, 8).mapToObj(this::find).toList();

        assertThat(asked).containsExactly(List.of(2));
        end(0);
        assertThat(asked.getLast()).containsExactly(4, 5);
        end(1);
        assertThat(asked.getLast()).containsExactly(6, 8);
        end(2);
        assertThat(answers.stream().map(CompletableFuture::join))
                .containsExactly("answer 2", "answer 4", "nothing", "answer 4", "answer 6", "answer 8");
        assertThat(asked).hasSize(3);
    }

    @Test
    void tellsAFailureToThoseWhomItConcernsAlone() {
        var failed = find(2);
        var later = find(4);

        statements.getFirst().tryEmitError(new IllegalStateException("away"));
        end(1);

        assertThat(failed).isCompletedExceptionally();
        assertThat(later).isCompletedWithValue("answer 4");
    }

    @Test
    void failsWhenTheQuestionCannotEvenBeAsked() {
        var broken = new Together<Integer, String>(3, _ -> {
            throw new IllegalStateException("no statement");
        });

        assertThat(broken.find(1).toFuture()).isCompletedExceptionally();
        assertThat(broken.find(2).toFuture()).isCompletedExceptionally();
    }

    @Test
    void asksNothingBeforeSomebodySubscribes() {
        Mono<String> question = together.find(2);

        assertThat(asked).isEmpty();
        var _ = question.toFuture();
        assertThat(asked).hasSize(1);
    }
}

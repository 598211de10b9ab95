package cn.jiaozi.sdk.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemTest {
    private static Problem problem(String json) {
        return Problem.of(409, json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsTheMembersThatItKnowsWhereverTheyStand() {
        var problem = problem("""
                {"errors": [{"pointer": "/amountFen", "detail": "no", "reason": "NO"}], "detail": "差额",
                 "reasonText": {"en": "x", "reason": "NO"}, "status": 400, "reason": "BAD_REQUEST", "instance": null}
                """);

        assertThat(problem).isEqualTo(new Problem(409, Optional.of("BAD_REQUEST"), Optional.of("差额")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"reason\":\"A\"} | A | ",
                "{\"detail\":\"B\"} | | B",
                "{} | | ",
                "{\"reason\":1,\"detail\":null} | | "
            })
    void leavesEmptyWhatIsNotThere(String json, @Nullable String reason, @Nullable String detail) {
        assertThat(problem(json)).isEqualTo(new Problem(409, Optional.ofNullable(reason), Optional.ofNullable(detail)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "\"x\"", "{\"reason\":\"A\"", "{\"reason\":\"A\",}", "<html>"})
    void isAProblemWithoutWordsWhenTheyCannotBeRead(String body) {
        assertThat(problem(body)).isEqualTo(new Problem(409, Optional.empty(), Optional.empty()));
    }

    @Test
    void isNotMisledByDepth() {
        assertThat(problem("{\"a\":" + "[".repeat(100_000))).isEqualTo(problem(""));
    }
}

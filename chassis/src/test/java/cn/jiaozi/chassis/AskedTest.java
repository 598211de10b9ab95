package cn.jiaozi.chassis;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.StepId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AskedTest {
    private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");

    @Test
    void asksAgainAfterTenSecondsOneMinuteAndTenMinutes() {
        var request =
                new LedgerRequest.VoidHold(StepId.first("exchange:1", "void"), StepId.first("exchange:1", "hold"));
        var first = Asked.first("w", request, NOW);
        var second = first.again(NOW);
        var third = second.again(NOW);

        assertThat(first.againAt()).isEqualTo(NOW.plusSeconds(10));
        assertThat(second.againAt()).isEqualTo(NOW.plusSeconds(60));
        assertThat(third.againAt()).isEqualTo(NOW.plusSeconds(600));
        assertThat(third.again(NOW).againAt()).isEqualTo(NOW.plusSeconds(600));
        assertThat(third.request()).isEqualTo(request);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 5", "3, 9", "4, 9", "2147483647, 9"})
    void staysOnTheLastStepOfTheLadder(int asked, long seconds) {
        var ladder = List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(9));

        assertThat(Patience.after(ladder, asked)).isEqualTo(Duration.ofSeconds(seconds));
    }
}

package cn.jiaozi.wallet.asking;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.wallet.bank.CoreSettings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
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
    @CsvSource({"0, 500", "1, 500", "2, 1000", "3, 2000", "7, 32000", "8, 60000", "2147483647, 60000"})
    void doublesThePauseBetweenQueriesUpToTheLongest(int tries, long millis) {
        var settings = new CoreSettings(
                URI.create("http://localhost"),
                Duration.ofSeconds(2),
                Duration.ofMillis(500),
                Duration.ofSeconds(60),
                Duration.ofSeconds(15),
                56,
                8);

        assertThat(settings.pause(tries)).isEqualTo(Duration.ofMillis(millis));
    }
}

package cn.jiaozi.payment.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealingTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final List<Duration> LADDER =
            List.of(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(10));

    @ParameterizedTest
    @CsvSource({"0, PT10S", "1, PT1M", "2, PT10M", "3, PT10M", "1000, PT10M"})
    void climbsTheLadderAndStaysAtItsTop(int done, Duration wait) {
        assertThat(Healing.next(LADDER, done, NOW)).isEqualTo(NOW.plus(wait));
    }

    @ParameterizedTest
    @CsvSource({
        "0, , false",
        "1000, , false",
        "1001, , true",
        "0, PT4.999S, false",
        "0, PT5S, false",
        "0, PT5.001S, true"
    })
    void asksNothingWhileTheRingLags(long waiting, @org.jspecify.annotations.Nullable Duration fastest, boolean lags) {
        var settings = new PaymentSettings.Payments(
                Duration.ofMinutes(5),
                Duration.ofSeconds(5),
                LADDER,
                200,
                Duration.ofSeconds(5),
                1000,
                Duration.ofDays(365),
                50,
                Duration.ofSeconds(1),
                "Chengdu");

        assertThat(Healing.lags(settings, waiting, Optional.ofNullable(fastest)))
                .isEqualTo(lags);
    }
}

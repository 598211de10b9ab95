package cn.jiaozi.wallet.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RevocationStepTest {
    private static final Instant LAST = Instant.parse("2026-11-23T04:00:00Z");

    /// How old the last list is, with and without a change.
    @ParameterizedTest
    @CsvSource({
        "PT0S, false, false",
        "PT59.999S, false, false",
        "PT1M, true, false",
        "PT11H59M59S, true, false",
        "PT12H, true, true",
    })
    void isMadeAtMostOnceAMinuteAndAtLeastTwiceADay(Duration age, boolean whenChanged, boolean whenSame) {
        assertThat(isDue(Optional.of(LAST), true, age)).isEqualTo(whenChanged);
        assertThat(isDue(Optional.of(LAST), false, age)).isEqualTo(whenSame);
        assertThat(isDue(Optional.empty(), false, age)).isTrue();
    }

    private static boolean isDue(Optional<Instant> last, boolean changed, Duration age) {
        return RevocationStep.isDue(last, changed, LAST.plus(age), Duration.ofMinutes(1), Duration.ofHours(12));
    }
}

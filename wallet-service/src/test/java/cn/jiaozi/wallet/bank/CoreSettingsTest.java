package cn.jiaozi.wallet.bank;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoreSettingsTest {
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

package cn.jiaozi.chassis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestTest {
    @ParameterizedTest
    @CsvSource({"0, 15", "14, 15", "15, 15", "16, 16", "59, 59", "60, 60", "61, 60", "30000, 60"})
    void lastsAsLongAsTheBatchWithinBounds(long tookMillis, long restMillis) {
        assertThat(Rest.after(Duration.ofMillis(tookMillis), 1)).isEqualTo(Duration.ofMillis(restMillis));
    }

    @ParameterizedTest
    @CsvSource({"199, 30", "200, 0", "201, 0"})
    void isNoneAfterALargeBatch(int size, long restMillis) {
        assertThat(Rest.after(Duration.ofMillis(30), size)).isEqualTo(Duration.ofMillis(restMillis));
    }
}

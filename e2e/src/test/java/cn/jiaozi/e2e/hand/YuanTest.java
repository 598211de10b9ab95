package cn.jiaozi.e2e.hand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YuanTest {
    @ParameterizedTest
    @CsvSource({
        "0.01, 1",
        "0.1, 10",
        "1, 100",
        "12.3, 1230",
        "12.30, 1230",
        "0.29, 29",
        "1.15, 115",
        "4.35, 435",
        "9999999999.99, 999999999999"
    })
    void becomesFenExactly(String typed, long fen) {
        assertThat(Yuan.of(typed).fen()).isEqualTo(fen);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "0",
                "0.0",
                "0.00",
                "0.001",
                "0.009",
                "1.001",
                "12.",
                ".5",
                "00.5",
                "01",
                "-1",
                "+1",
                "1,000",
                "1e2",
                "10000000000",
                "10000000000.00",
                "１",
                "¥1",
                "1 ",
                "NaN",
                "1.0.0"
            })
    void refusesEverythingElse(String typed) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Yuan.of(typed))
                .withMessageContaining("0.01 to 9999999999.99");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0 | ¥0.00", "1 | ¥0.01", "123456789 | ¥1,234,567.89", "999999999999 | ¥9,999,999,999.99"})
    void isShownWithTwoDecimals(long fen, String shown) {
        assertThat(Yuan.shown(fen)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.01", "12.30", "9999999999.99"})
    void canBeTypedAgain(String typed) {
        assertThat(Yuan.of(typed).typed()).isEqualTo(typed);
    }
}

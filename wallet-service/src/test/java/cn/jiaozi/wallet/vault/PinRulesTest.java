package cn.jiaozi.wallet.vault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PinRulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "000000", "999999", "123456", "012345", "456789", "567890", "890123", "654321", "543210", "321098",
                "121212", "909090", "123123", "100100",
            })
    void refusesRepetitionsAndRuns(String pin) {
        assertThat(PinRules.refusal(pin)).contains("the PIN must not be a repetition or a run");
        assertThat(PinRules.isPin(pin)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "000001", "999998", "123457", "112345", "456788", "654320", "121213", "121221", "123124", "123132",
                "112233", "135791", "123321",
            })
    void takesTheirNeighbours(String pin) {
        assertThat(PinRules.refusal(pin)).isEmpty();
        assertThat(PinRules.isPin(pin)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "13579", "1357902", "13579a", "13579 ", " 13579", "-13579", "１３５７９０", "13579\n"})
    void takesSixDigitsAlone(String pin) {
        assertThat(PinRules.refusal(pin)).contains("the PIN must have six digits");
        assertThat(PinRules.isPin(pin)).isFalse();
    }
}

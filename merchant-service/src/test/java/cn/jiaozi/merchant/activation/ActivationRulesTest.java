package cn.jiaozi.merchant.activation;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.Reason;
import cn.jiaozi.merchant.activation.ActivationRules.Accepted;
import cn.jiaozi.merchant.activation.ActivationRules.Attempt;
import cn.jiaozi.merchant.activation.ActivationRules.Decision;
import cn.jiaozi.merchant.activation.ActivationRules.Refused;
import cn.jiaozi.merchant.activation.ActivationRules.Repeated;
import cn.jiaozi.merchant.terminal.Terminal;
import cn.jiaozi.merchant.terminal.TerminalKey;
import cn.jiaozi.merchant.terminal.TerminalState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActivationRulesTest {
    private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");
    private static final String CODE = CodeDerivation.hash("X837EZHK0GNJ");
    private static final TerminalKey KEY = new TerminalKey("key-1", "MFkw", "act-01", AT);

    /// Age of the code; wrong tries before this one.
    @ParameterizedTest
    @CsvSource({
        "PT0S,               0, accepted",
        "PT23H59M59.999999S, 0, accepted",
        "PT24H,              0, ACTIVATION_CODE_EXPIRED",
        "PT24H0.000001S,     0, ACTIVATION_CODE_EXPIRED",
        "PT0S,               1, accepted",
        "PT0S,               4, accepted",
        "PT0S,               5, ACTIVATION_CODE_LOCKED",
        "PT24H,              5, ACTIVATION_CODE_LOCKED"
    })
    void acceptsACodeWhileItIsFreshAndHardlyTried(Duration age, int tries, String expected) {
        assertThat(decide(TerminalState.BOUND, attempt("SN-0001", CODE, "act-01", "key-1"), age, tries))
                .isEqualTo(decision(expected));
    }

    /// Wrong tries before this one; whether this one counts.
    @ParameterizedTest
    @CsvSource({
        "BOUND, SN-0001, 0, true",
        "BOUND, SN-0001, 4, true",
        "BOUND, SN-0001, 5, false",
        "BOUND, SN-0002, 0, false",
        "ACTIVE, SN-0001, 0, true",
        "DEACTIVATED, SN-0001, 0, true"
    })
    void saysTheSameToWhoeverHasNoCodeAndCountsHisTries(
            TerminalState state, String serialNumber, int tries, boolean counts) {
        var wrong = CodeDerivation.hash("X837EZHK0GNK");

        assertThat(decide(state, attempt(serialNumber, wrong, "act-01", "key-1"), Duration.ofHours(30), tries))
                .isEqualTo(new Refused(Reason.ACTIVATION_CODE_WRONG, counts));
    }

    /// Who has the code and not the serial number is told no more.
    @ParameterizedTest
    @CsvSource({"BOUND", "ACTIVE", "DEACTIVATED"})
    void saysTheSameToWhoeverHasNoSerialNumber(TerminalState state) {
        assertThat(decide(state, attempt("SN-0002", CODE, "act-01", "key-1"), Duration.ZERO, 0))
                .isEqualTo(new Refused(Reason.ACTIVATION_CODE_WRONG, false));
    }

    /// A repeat is a repeat, however old and worn the code may be by then.
    @ParameterizedTest
    @CsvSource({
        "ACTIVE,      act-01, key-1, repeated",
        "ACTIVE,      act-01, key-2, IDEMPOTENCY_CONFLICT",
        "ACTIVE,      act-02, key-1, TERMINAL_STATE_INVALID",
        "ACTIVE,      act-02, key-2, TERMINAL_STATE_INVALID",
        "DEACTIVATED, act-01, key-1, repeated",
        "DEACTIVATED, act-01, key-2, IDEMPOTENCY_CONFLICT",
        "DEACTIVATED, act-02, key-2, TERMINAL_STATE_INVALID"
    })
    void givesOneKeyAndTellsOfItAgain(TerminalState state, String actId, String keyId, String expected) {
        var attempt = attempt("SN-0001", CODE, actId, keyId);

        assertThat(decide(state, attempt, Duration.ZERO, 0)).isEqualTo(decision(expected));
        assertThat(decide(state, attempt, Duration.ofDays(2), 5)).isEqualTo(decision(expected));
    }

    private static Decision decide(TerminalState state, Attempt attempt, Duration age, int tries) {
        var code = new ActivationCode("00000001", "code-1", CODE, AT, AT.plus(ActivationCode.VALID), tries);
        return ActivationRules.decide(terminal(state), code, attempt, AT.plus(age));
    }

    private static Decision decision(String text) {
        return switch (text) {
            case "accepted" -> new Accepted();
            case "repeated" -> new Repeated();
            default -> new Refused(Reason.valueOf(text));
        };
    }

    private static Attempt attempt(String serialNumber, String codeHash, String actId, String keyId) {
        return new Attempt(actId, serialNumber, codeHash, keyId);
    }

    private static Terminal terminal(TerminalState state) {
        var bound = Terminal.bound(
                "00000001",
                "002000100000018",
                "000001",
                "abcdef",
                new Terminal.Content("SN-0001", Terminal.Kind.POS, "Counter"),
                new Terminal.Bond("002", "91350100M000100Y43", Optional.of("0001")),
                AT);
        return switch (state) {
            case BOUND -> bound;
            case ACTIVE -> bound.activated(KEY);
            case SUSPENDED -> bound.activated(KEY).suspected(AT).orElseThrow();
            case DEACTIVATED -> bound.activated(KEY).deactivated(new Terminal.Deactivation("stolen", AT));
        };
    }
}

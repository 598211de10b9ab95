package cn.jiaozi.merchant.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.contracts.SignerKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {
    private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");
    private static final TerminalKey KEY = new TerminalKey("key-1", "MFkw", "act-01", AT);
    private static final Terminal.Deactivation STOLEN = new Terminal.Deactivation("stolen", AT);

    enum Fact {
        ACTIVATED,
        SUSPECTED,
        REACTIVATED,
        DEACTIVATED
    }

    /// Rows are states, columns facts in the order of [Fact]; `-` is impossible.
    @ParameterizedTest
    @CsvSource({
        "BOUND, ACTIVE - - DEACTIVATED",
        "ACTIVE, - SUSPENDED - DEACTIVATED",
        "SUSPENDED, - - ACTIVE DEACTIVATED",
        "DEACTIVATED, - - - -"
    })
    void movesThroughItsStates(TerminalState from, String row) {
        var expected = List.of(row.split(" ", -1)).iterator();
        for (var fact : Fact.values()) {
            var before = terminal(from);
            var to = expected.next();
            if (to.equals("-")) {
                assertThatThrownBy(() -> told(before, fact)).isInstanceOf(IllegalStateException.class);
            } else {
                var after = told(before, fact);
                assertThat(after.state()).isEqualTo(TerminalState.valueOf(to));
                assertThat(after.version()).isEqualTo(before.version() + 1);
            }
        }
    }

    @Test
    void tellsOthersItsKeyFromActivationOn() {
        var bound = terminal(TerminalState.BOUND);
        var active = bound.activated(KEY);
        var own = Optional.of(new SignerKey.Terminal("00000001", "002000100000018", "000001"));

        assertThat(bound.signerKey("shop")).isEmpty();
        assertThat(bound.deactivated(STOLEN).signerKey("shop")).isEmpty();
        assertThat(active.signerKey("shop")).contains(new SignerKey("key-1", "MFkw", "shop", own, true, 1));
        assertThat(active.deactivated(STOLEN).signerKey("shop"))
                .contains(new SignerKey("key-1", "MFkw", "shop", own, false, 2));
    }

    @Test
    void signsWhileItIsSuspended() {
        var suspended = terminal(TerminalState.SUSPENDED);

        assertThat(suspended.signerKey("shop").orElseThrow().active()).isTrue();
        assertThat(suspended.signerKey("shop").orElseThrow().version()).isEqualTo(2);
    }

    @Test
    void isSuspendedOnceByEachSuspicion() {
        var suspended = terminal(TerminalState.ACTIVE).suspected(AT).orElseThrow();
        var back = suspended.reactivated();

        assertThat(suspended.suspected(AT.plusSeconds(1))).isEmpty();
        assertThat(back.suspected(AT)).isEmpty();
        assertThat(back.suspected(AT.minusSeconds(1))).isEmpty();
        assertThat(back.suspected(AT.plusSeconds(1)).orElseThrow().state()).isEqualTo(TerminalState.SUSPENDED);
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
            case DEACTIVATED -> bound.deactivated(STOLEN);
        };
    }

    private static Terminal told(Terminal terminal, Fact fact) {
        return switch (fact) {
            case ACTIVATED -> terminal.activated(KEY);
            case SUSPECTED -> terminal.suspected(AT).orElseThrow(IllegalStateException::new);
            case REACTIVATED -> terminal.reactivated();
            case DEACTIVATED -> terminal.deactivated(STOLEN);
        };
    }
}

package cn.jiaozi.merchant;

import static cn.jiaozi.merchant.Callers.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.PaymentEvent.TerminalSuspected;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.merchant.Callers.Answer;
import cn.jiaozi.merchant.Callers.Terminal;
import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.testkit.EventsAwaited;
import cn.jiaozi.testkit.ServiceTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/// Terminals whose vouchers were found to be what no honest one has.
@ServiceTest
class SuspensionServiceIT {
    private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");

    private final EventsAwaited events = new EventsAwaited();
    private final Callers callers;
    private final DatabaseClient sql;

    SuspensionServiceIT(@Autowired WebTestClient http, @Autowired DatabaseClient sql) {
        this.callers = new Callers(http);
        this.sql = sql;
    }

    @Test
    void suspendsASuspectedTerminalUntilAnOperatorTakesItBack() {
        var terminal = activated();

        suspect(terminal, AT);
        awaitState(terminal, "SUSPENDED");
        assertProblem(certify(terminal), "TERMINAL_STATE_INVALID");
        var back = reactivate(terminal);
        suspect(terminal, AT);
        var other = activated();
        suspect(other, AT);
        awaitState(other, "SUSPENDED");

        assertThat(back.status()).isEqualTo(201);
        assertThat(back.body()).containsEntry("state", "ACTIVE").containsEntry("suspectedAt", AT.toString());
        assertThat(reactivate(terminal).status()).isEqualTo(200);
        assertThat(callers.status(terminal).text("state")).isEqualTo("ACTIVE");
        assertThat(certify(terminal).status()).isEqualTo(201);
        suspect(terminal, AT.plusSeconds(1));
        awaitState(terminal, "SUSPENDED");
        assertThat(audit(terminal))
                .containsSubsequence("SUSPENDED jiaozi", "REACTIVATED clerk", "CERTIFIED clerk", "SUSPENDED jiaozi");
    }

    @Test
    void takesBackOnlyWhatIsSuspended() {
        var bound = callers.aTerminal();
        var gone = activated();
        callers.deactivate(gone, "stolen");

        assertProblem(reactivate(bound), "TERMINAL_STATE_INVALID");
        assertProblem(reactivate(gone), "TERMINAL_STATE_INVALID");
        assertThat(callers.put(path(gone) + "/reactivation", gone.merchant().party(), "MERCHANT", Map.of())
                        .status())
                .isEqualTo(403);
        assertThat(callers.put("/v1/terminals/99999999/reactivation", "clerk", "OPERATOR", Map.of())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void putsASuspendedTerminalOutOfServiceForGood() {
        var terminal = activated();
        suspect(terminal, AT);
        awaitState(terminal, "SUSPENDED");

        assertThat(callers.deactivate(terminal, "stolen").status()).isEqualTo(201);
        assertThat(callers.status(terminal).text("state")).isEqualTo("DEACTIVATED");
    }

    private void suspect(Terminal terminal, Instant at) {
        events.send(
                Topics.PAYMENT,
                terminal.id(),
                new TerminalSuspected("suspicion:" + terminal.id(), terminal.id(), 3, at));
    }

    private void awaitState(Terminal terminal, String state) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> callers.status(terminal).text("state").equals(state));
    }

    private Answer reactivate(Terminal terminal) {
        return callers.put(path(terminal) + "/reactivation", "clerk", "OPERATOR", Map.of());
    }

    private Answer certify(Terminal terminal) {
        return callers.put(path(terminal) + "/certificates/" + Callers.anId(), "clerk", "OPERATOR", Map.of());
    }

    private Terminal activated() {
        var terminal = callers.aTerminal();
        callers.activate(terminal, Curve.SM2);
        return terminal;
    }

    private static String path(Terminal terminal) {
        return "/v1/terminals/" + terminal.id();
    }

    private List<String> audit(Terminal terminal) {
        return sql.sql("select what || ' ' || who from audit_line where subject = 'terminal:' || :id order by line_no")
                .bind("id", terminal.id())
                .mapValue(String.class)
                .all()
                .collectList()
                .blockOptional()
                .orElseThrow();
    }
}

package cn.jiaozi.merchant;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.PaymentEvent.TerminalSuspected;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.merchant.Callers.Answer;
import cn.jiaozi.merchant.Callers.Terminal;
import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.testkit.EventsAwaited;
import cn.jiaozi.testkit.ServiceTest;
import cn.jiaozi.testkit.TestTokens;
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
        assertThat(status(terminal).text("state")).isEqualTo("ACTIVE");
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
        deactivate(gone);

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

        assertThat(deactivate(terminal).status()).isEqualTo(201);
        assertThat(status(terminal).text("state")).isEqualTo("DEACTIVATED");
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
                .until(() -> status(terminal).text("state").equals(state));
    }

    private Answer status(Terminal terminal) {
        return callers.get(path(terminal), "clerk", "OPERATOR");
    }

    private Answer reactivate(Terminal terminal) {
        return callers.put(path(terminal) + "/reactivation", "clerk", "OPERATOR", Map.of());
    }

    private Answer deactivate(Terminal terminal) {
        return callers.put(path(terminal) + "/deactivation", "clerk", "OPERATOR", Map.of("reason", "stolen"));
    }

    private Answer certify(Terminal terminal) {
        return callers.put(path(terminal) + "/certificates/" + Callers.anId(), "clerk", "OPERATOR", Map.of());
    }

    private static String path(Terminal terminal) {
        return "/v1/terminals/" + terminal.id();
    }

    private Terminal activated() {
        var terminal = callers.aTerminal();
        var code = callers.put(path(terminal) + "/activation-codes/" + Callers.anId(), "clerk", "OPERATOR", Map.of())
                .text("activationCode");
        var answer = callers.putWith(
                TestTokens.of("anonymous"),
                "/v1/terminal-activations/" + Callers.anId(),
                Map.of(
                        "terminalId",
                        terminal.id(),
                        "serialNumber",
                        terminal.serialNumber(),
                        "activationCode",
                        code,
                        "certificateRequest",
                        SigningKey.generate(Curve.SM2).request(terminal.serialNumber())));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return terminal;
    }

    private static void assertProblem(Answer answer, String reason) {
        assertThat(answer.text("reason")).as(answer.body().toString()).isEqualTo(reason);
        assertThat(answer.status()).isEqualTo(409);
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

package cn.jiaozi.merchant;

import static cn.jiaozi.merchant.Callers.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.merchant.Callers.Answer;
import cn.jiaozi.merchant.Callers.Terminal;
import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.certificate.CertificateRole;
import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.certificate.Trust;
import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.voucher.Party;
import cn.jiaozi.testkit.ServiceTest;
import cn.jiaozi.testkit.TestTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@ServiceTest
class TerminalCertificateIT {
    private final Callers callers;
    private final DatabaseClient sql;

    TerminalCertificateIT(@Autowired WebTestClient http, @Autowired DatabaseClient sql) {
        this.callers = new Callers(http);
        this.sql = sql;
    }

    @Test
    void certifiesTheKeyOfATerminalForAYear() {
        var terminal = callers.aTerminal();
        var key = callers.activate(terminal, Curve.SM2);
        var id = Callers.anId();

        var answer = certify(itself(terminal), terminal, id);

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        assertThat(answer.body())
                .containsEntry("id", id)
                .containsEntry("terminalId", terminal.id())
                .containsEntry("keyId", key.id())
                .hasSize(9);
        var certificate = Certificate.ofPem(answer.text("certificate"));
        var operator = Certificate.ofPem(answer.text("operator"));
        var now = Instant.now();
        assertThat(certificate.subject()).isEqualTo(Party.terminal(terminal.id()));
        assertThat(certificate.key().id()).isEqualTo(key.id());
        assertThat(certificate.serial().hex()).isEqualTo(answer.text("serial"));
        assertThat(certificate.notBefore()).isEqualTo(answer.text("notBefore")).isBeforeOrEqualTo(now);
        assertThat(certificate.notAfter())
                .isEqualTo(answer.text("notAfter"))
                .isEqualTo(certificate.notBefore().plus(Duration.ofDays(365)));
        assertThat(new Trust(Certificate.ofPem(answer.text("root")))
                        .believes(new Chain(certificate, operator), Set.of(CertificateRole.TERMINAL), now))
                .isTrue();
    }

    @Test
    void tellsTheSameAgainForTheSameIdAlsoOnceItIsOutOfService() {
        var terminal = callers.aTerminal();
        callers.activate(terminal, Curve.SM2);
        var id = Callers.anId();
        var first = certify(itself(terminal), terminal, id);

        var repeat = certify(itself(terminal), terminal, id);
        var other = certify(itself(terminal), terminal, Callers.anId());
        callers.deactivate(terminal, "stolen");
        var late = callers.put(path(terminal, id), "clerk", "OPERATOR", Map.of());

        assertThat(repeat.status()).isEqualTo(200);
        assertThat(repeat.body()).isEqualTo(first.body());
        assertThat(other.status()).isEqualTo(201);
        assertThat(other.text("serial")).isNotEqualTo(first.text("serial"));
        assertThat(late.status()).isEqualTo(200);
        assertThat(late.body()).isEqualTo(first.body());
        assertThat(callers.get(path(terminal, id), terminal.merchant().party(), "MERCHANT")
                        .body())
                .isEqualTo(first.body());
    }

    @Test
    void certifiesOnceHoweverManyAskTogether() {
        var terminal = callers.aTerminal();
        callers.activate(terminal, Curve.SM2);
        var id = Callers.anId();

        List<Answer> answers;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            answers = Stream.generate(
                            () -> CompletableFuture.supplyAsync(() -> certify(itself(terminal), terminal, id), threads))
                    .limit(5)
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
        }

        assertThat(answers.stream().map(Answer::status)).containsOnlyOnce(201).containsOnly(200, 201);
        assertThat(answers.stream().map(Answer::body))
                .containsOnly(answers.getFirst().body());
        assertThat(audit(terminal)).containsOnlyOnce("CERTIFIED");
    }

    @Test
    void refusesATerminalThatIsNotInService() {
        var terminal = callers.aTerminal();

        assertProblem(callers.put(path(terminal, Callers.anId()), "clerk", "OPERATOR", ""), "TERMINAL_STATE_INVALID");
        callers.activate(terminal, Curve.SM2);
        callers.deactivate(terminal, "stolen");
        assertProblem(callers.put(path(terminal, Callers.anId()), "clerk", "OPERATOR", ""), "TERMINAL_STATE_INVALID");
        assertThat(audit(terminal)).doesNotContain("CERTIFIED");
    }

    @Test
    void refusesAKeyThatIsNotOnSm2() {
        var terminal = callers.aTerminal();
        callers.activate(terminal, Curve.P256);
        var id = Callers.anId();

        assertProblem(certify(itself(terminal), terminal, id), "KEY_NOT_SM2");
        assertThat(callers.getWith(itself(terminal), path(terminal, id)).status())
                .isEqualTo(404);
    }

    @Test
    void isForTheTerminalItselfItsMerchantAndOperators() {
        var terminal = callers.aTerminal();
        var neighbour = callers.aTerminal();
        callers.activate(terminal, Curve.SM2);
        var id = Callers.anId();
        var shop = terminal.merchant().party();

        for (var token :
                List.of(itself(neighbour), TestTokens.of("somebody", "MERCHANT"), TestTokens.of(shop, "TERMINAL"))) {
            assertThat(certify(token, terminal, id).status()).isEqualTo(404);
        }
        assertThat(certify(TestTokens.of(shop, "CUSTOMER"), terminal, id).status())
                .isEqualTo(403);
        assertThat(certify(TestTokens.of("anonymous"), terminal, id).status()).isEqualTo(403);
        assertThat(callers.get(path(terminal, id), "clerk", "OPERATOR").status())
                .isEqualTo(404);
        assertThat(certify(TestTokens.of(shop, "MERCHANT"), terminal, id).status())
                .isEqualTo(201);
        assertThat(callers.getWith(itself(terminal), path(terminal, id)).status())
                .isEqualTo(200);
        assertThat(callers.getWith(itself(neighbour), path(terminal, id)).status())
                .isEqualTo(404);
        assertThat(audit(terminal)).endsWith("CERTIFIED");
    }

    private static String path(Terminal terminal, String id) {
        return "/v1/terminals/" + terminal.id() + "/certificates/" + id;
    }

    private static String itself(Terminal terminal) {
        var merchant = terminal.merchant();
        return TestTokens.ofTerminal(merchant.party(), terminal.id(), merchant.no(), terminal.storeNo());
    }

    private Answer certify(String token, Terminal terminal, String id) {
        return callers.putWith(token, path(terminal, id), Map.of());
    }

    private List<String> audit(Terminal terminal) {
        return sql.sql("select what from audit_line where subject = 'terminal:' || :id order by line_no")
                .bind("id", terminal.id())
                .mapValue(String.class)
                .all()
                .collectList()
                .blockOptional()
                .orElseThrow();
    }
}

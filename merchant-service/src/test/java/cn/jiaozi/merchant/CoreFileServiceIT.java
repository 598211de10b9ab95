package cn.jiaozi.merchant;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.merchant.Callers.Answer;
import cn.jiaozi.testkit.ServiceTest;
import cn.jiaozi.testkit.TestTokens;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/// The core's files: once, twice, cut off, altered, and anew when a day was reconciled already.
@ServiceTest
class CoreFileServiceIT {
    private static final String WALLET = CoreDay.WALLET;

    private final WebTestClient http;
    private final DatabaseClient sql;
    private final Callers callers;

    CoreFileServiceIT(@Autowired WebTestClient http, @Autowired DatabaseClient sql) {
        this.http = http;
        this.sql = sql;
        this.callers = new Callers(http);
    }

    @Test
    void keepsAFileAndWhatItComesTo() {
        var day = CoreDay.fresh(http, sql);

        var answer = day.bring("file-0001", file(100).text());

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        assertThat(answer.body())
                .containsEntry("state", "IN_EFFECT")
                .containsEntry("version", 1)
                .containsEntry("lines", 2)
                .containsEntry("doneCount", 2)
                .containsEntry("debitFen", 100)
                .containsEntry("creditFen", 30)
                .containsEntry("broughtBy", "clerk");
        assertThat(get(day, "/file-0001")).containsEntry("sm3", answer.text("sm3"));
        assertThat(count("select count(*) from core_line l join core_file f using (file_id)"
                        + " where f.accounting_date = '" + day.date() + "'"))
                .isEqualTo(2);
    }

    @Test
    void knowsTheSameContentAgainUnderWhateverId() {
        var day = CoreDay.fresh(http, sql);
        var text = file(100).text();
        var first = day.bring("file-0001", text);

        assertThat(day.bring("file-0001", text)).isEqualTo(new Answer(200, first.body()));
        assertThat(day.bring("file-0002", text, "other")).isEqualTo(new Answer(200, first.body()));
        assertThat(versions(day)).containsExactly("1 IN_EFFECT");
    }

    @Test
    void refusesOtherContentUnderTheSameId() {
        var day = CoreDay.fresh(http, sql);
        day.bring("file-0001", file(100).text());

        var answer = day.bring("file-0001", file(101).text());

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.text("reason")).isEqualTo("IDEMPOTENCY_CONFLICT");
        assertThat(versions(day)).containsExactly("1 IN_EFFECT");
    }

    @Test
    void replacesAFileThatNothingWasComparedWith() {
        var day = CoreDay.fresh(http, sql);
        day.bring("file-0001", file(100).text());

        assertThat(day.bring("file-0002", file(101).text()).body()).containsEntry("state", "IN_EFFECT");
        assertThat(versions(day)).containsExactly("1 REPLACED", "2 IN_EFFECT");
    }

    static Stream<Arguments> broken() {
        var file = file(100);
        return Stream.of(
                Arguments.of("", "line 1"),
                Arguments.of(file.body(), "line 4"),
                Arguments.of(file.text().substring(0, file.text().length() - 40), "line 4"),
                Arguments.of(file.text().replace("DEBIT,100", "DEBIT,101"), "line 4"),
                Arguments.of(file.text().replace("DEBIT,100", "DEBIT,1OO"), "line 2"),
                Arguments.of("x".repeat(1_000_000), "line 1"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void refusesAFileThatWasCutOffOrAlteredAndKeepsNothing(String text, String line) {
        var day = CoreDay.fresh(http, sql);

        var answer = day.bring("file-0001", text);

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(400);
        assertThat(answer.pointers()).containsExactly(line);
        assertThat(versions(day)).isEmpty();
        assertThat(callers.get(path(day) + "/file-0001", "clerk", "OPERATOR").status())
                .isEqualTo(404);
        assertThat(day.bring("file-0001", file(100).text()).status()).isEqualTo(201);
    }

    @Test
    void letsASecondPersonDecideOnceADayWasReconciled() {
        var day = reconciled();

        var second = day.bring("file-0002", file(101).text());
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.body()).containsEntry("state", "PROPOSED");
        assertThat(decide(day, "file-0002", "approval", "clerk").text("reason")).isEqualTo("FOUR_EYES");
        assertThat(versions(day)).containsExactly("1 IN_EFFECT", "2 PROPOSED");

        var approved = decide(day, "file-0002", "approval", "chief");
        assertThat(approved.status()).as(approved.body().toString()).isEqualTo(201);
        assertThat(approved.body()).containsEntry("state", "IN_EFFECT").containsEntry("decidedBy", "chief");
        assertThat(decide(day, "file-0002", "approval", "chief").status()).isEqualTo(200);
        assertThat(decide(day, "file-0001", "approval", "chief").text("reason")).isEqualTo("CORE_FILE_STATE_INVALID");
        assertThat(versions(day)).containsExactly("1 REPLACED", "2 IN_EFFECT");
        assertThat(audit(day)).containsExactly("BROUGHT clerk", "BROUGHT clerk", "APPROVED chief");
    }

    @Test
    void leavesTheFirstFileInEffectWhenTheSecondIsRefused() {
        var day = reconciled();
        day.bring("file-0002", file(101).text());

        assertThat(decide(day, "file-0002", "refusal", "chief").status()).isEqualTo(201);
        assertThat(decide(day, "file-0002", "refusal", "chief").status()).isEqualTo(200);
        assertThat(decide(day, "file-0002", "approval", "chief").status()).isEqualTo(409);
        assertThat(versions(day)).containsExactly("1 IN_EFFECT", "2 REFUSED");
    }

    @ParameterizedTest
    @CsvSource({"MERCHANT", "CUSTOMER", "AUDITOR", "TERMINAL"})
    void isForOperators(String role) {
        var day = CoreDay.fresh(http, sql);

        assertThat(http.put()
                        .uri(path(day) + "/file-0001")
                        .contentType(MediaType.valueOf("text/csv"))
                        .header(HttpHeaders.AUTHORIZATION, TestTokens.of("somebody", role))
                        .bodyValue(file(1).text())
                        .exchange()
                        .returnResult(Map.class)
                        .getStatus()
                        .value())
                .isEqualTo(403);
        assertThat(decideAs(day, "file-0001", "approval", role)).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/core-files/2026-02-30/file-0001, date",
        "/v1/core-files/tomorrow/file-0001, date",
        "/v1/core-files/2026-02-28/short, id",
    })
    void namesWhatIsWrongInThePath(String path, String parameter) {
        var answer = callers.get(path, "clerk", "OPERATOR");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.pointers()).containsExactly(parameter);
    }

    @Test
    void takesTextAlone() {
        var day = CoreDay.fresh(http, sql);

        assertThat(callers.put(path(day) + "/file-0001", "clerk", "OPERATOR", Map.of())
                        .status())
                .isEqualTo(415);
    }

    private CoreDay reconciled() {
        var day = CoreDay.fresh(http, sql).closed();
        day.bring("file-0001", file(100).text());
        assertThat(day.reconcile().text("state")).isEqualTo("DONE");
        return day;
    }

    private static CoreText file(long amountFen) {
        return new CoreText().row("r-1", "DEBIT", amountFen, "DONE", WALLET).row("r-2", "CREDIT", 30, "DONE", WALLET);
    }

    private static String path(CoreDay day) {
        return "/v1/core-files/" + day.date();
    }

    private Map<String, Object> get(CoreDay day, String id) {
        return callers.get(path(day) + id, "clerk", "OPERATOR").body();
    }

    private Answer decide(CoreDay day, String id, String decision, String by) {
        return callers.put(path(day) + "/" + id + "/" + decision, by, "OPERATOR", Map.of());
    }

    private int decideAs(CoreDay day, String id, String decision, String role) {
        return callers.put(path(day) + "/" + id + "/" + decision, "somebody", role, Map.of())
                .status();
    }

    private List<String> versions(CoreDay day) {
        return list("select version || ' ' || state from core_file where accounting_date = '" + day.date()
                + "' and version is not null order by version");
    }

    private List<String> audit(CoreDay day) {
        return list("select what || ' ' || who from audit_line where subject like 'core-file:" + day.date()
                + "/%' order by line_no");
    }

    private List<String> list(String query) {
        return sql.sql(query)
                .mapValue(String.class)
                .all()
                .collectList()
                .blockOptional()
                .orElseThrow();
    }

    private long count(String query) {
        return sql.sql(query).mapValue(Long.class).one().blockOptional().orElseThrow();
    }
}

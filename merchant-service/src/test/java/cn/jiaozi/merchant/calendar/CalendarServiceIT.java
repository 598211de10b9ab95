package cn.jiaozi.merchant.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.merchant.Callers;
import cn.jiaozi.testkit.ServiceTest;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@ServiceTest
class CalendarServiceIT {
    private final Callers callers;
    private final CalendarService calendars;
    private final DatabaseClient sql;

    CalendarServiceIT(
            @Autowired WebTestClient http, @Autowired CalendarService calendars, @Autowired DatabaseClient sql) {
        this.callers = new Callers(http);
        this.calendars = calendars;
        this.sql = sql;
    }

    @Test
    void keepsEveryVersionAndCountsByTheNewest() {
        var first = content("national-1", day("2031-10-01", false), day("2031-10-04", true));
        var second = content("national-2", day("2031-10-01", false), day("2031-10-02", false));

        var loaded = put(2031, first);
        assertThat(loaded.status()).as(loaded.body().toString()).isEqualTo(201);
        assertThat(put(2031, first).status()).isEqualTo(200);
        assertThat(put(2031, second).number("version")).isEqualTo(2);
        // An old version is still known, and is not in force again by being asked for again.
        assertThat(put(2031, first).number("version")).isEqualTo(1);

        assertThat(get("2031").number("version")).isEqualTo(2);
        assertThat(get("2031?version=1").text("versionId")).isEqualTo("national-1");
        assertThat(get("2031?version=3").status()).isEqualTo(404);
        assertThat(get("2032").status()).isEqualTo(404);
        var changed = put(2031, content("national-1", day("2031-10-01", false)));
        assertThat(changed.status()).isEqualTo(409);
        assertThat(changed.pointers()).containsExactly("/days");
        var days = calendars
                .workingDays(LocalDate.of(2031, 10, 1), LocalDate.of(2031, 10, 8))
                .blockOptional()
                .orElseThrow();
        assertThat(days.isWorking(LocalDate.of(2031, 10, 2))).isFalse();
        assertThat(days.isWorking(LocalDate.of(2031, 10, 4))).isFalse();
        assertThat(days.versions()).containsEntry(2031, 2).doesNotContainKey(2032);
        assertThat(sql.sql("select act_id from audit_line where subject = 'calendar:2031' order by line_no")
                        .mapValue(String.class)
                        .all()
                        .collectList()
                        .block())
                .containsExactly("national-1", "national-2");
    }

    @Test
    void whoLoadsAtOnceGetsAVersionEach() {
        var answers = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> put(2033, content("at-once-" + i, day("2033-10-03", false)))))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).extracting(Callers.Answer::status).containsOnly(201);
        assertThat(answers).extracting(answer -> answer.number("version")).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
    }

    @ParameterizedTest
    @CsvSource({
        "2035-10-01, false, 2034, /days/0/date",
        "2034-10-02, true, 2034, /days/0/workday",
        "2034-10-01, false, 2034, /days/0/workday",
        "2034-13-01, false, 2034, /days/0/date",
    })
    void namesTheDayThatCannotBe(String date, boolean workday, int year, String pointer) {
        var answer = put(year, content("bad-one", day(date, workday)));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.pointers()).containsExactly(pointer);
    }

    @Test
    void isLoadedByOperatorsAlone() {
        assertThat(callers.put("/v1/calendars/2034", "shop", "MERCHANT", content("mine-1", day("2034-10-02", false)))
                        .status())
                .isEqualTo(403);
        assertThat(callers.put("/v1/calendars/2034", "clerk", "OPERATOR", Map.of("days", List.of()))
                        .pointers())
                .containsExactly("/versionId");
        assertThat(callers.put("/v1/calendars/2034", "clerk", "OPERATOR", Map.of("versionId", "v-2034"))
                        .pointers())
                .containsExactly("/days");
    }

    private Callers.Answer put(int year, Object content) {
        return callers.put("/v1/calendars/" + year, "clerk", "OPERATOR", content);
    }

    private Callers.Answer get(String path) {
        return callers.get("/v1/calendars/" + path, "shop", "MERCHANT");
    }

    private static Map<String, Object> content(String versionId, Map<?, ?>... days) {
        return Map.of("versionId", versionId, "days", List.of(days));
    }

    private static Map<String, Object> day(String date, boolean workday) {
        return Map.of("date", date, "workday", workday, "name", "国庆节");
    }
}

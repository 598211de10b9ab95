package cn.jiaozi.chassis.probe;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.chassis.DeadLetter;
import cn.jiaozi.chassis.Waiters;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.contracts.WalletEvent;
import cn.jiaozi.contracts.WalletEvent.Conflicted;
import cn.jiaozi.testkit.EventsAwaited;
import cn.jiaozi.testkit.Infrastructure;
import cn.jiaozi.testkit.ServiceTest;
import cn.jiaozi.testkit.TestTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@ServiceTest
class ChassisIT {
    private static EventsAwaited events;

    private final WebTestClient http;
    private final DatabaseClient sql;
    private final Waiters waiters;
    private final ProbeApplication.ProbeService service;

    @Autowired
    ChassisIT(WebTestClient http, DatabaseClient sql, ProbeApplication.ProbeService service, Waiters waiters) {
        this.waiters = waiters;
        this.http = http;
        this.sql = sql;
        this.service = service;
    }

    @BeforeAll
    static void listen() {
        events = new EventsAwaited();
    }

    @AfterAll
    static void close() {
        events.close();
    }

    private static Conflicted fact(String id, String note) {
        return new Conflicted("probe:" + id, note, Instant.EPOCH);
    }

    private List<String> heard(String like) {
        return sql.sql("select id from heard where id like :like order by id")
                .bind("like", "probe:" + like + "%")
                .map(row -> String.valueOf(row.get("id", String.class)))
                .all()
                .collectList()
                .blockOptional()
                .orElseThrow();
    }

    @Test
    void storesABatchAndAnnouncesItInOrder() {
        var batch = IntStream.range(0, 300)
                .mapToObj(i -> fact("order-%03d".formatted(i), "fine"))
                .toList();

        events.sendAll(Topics.WALLET, "one-key", batch);

        var announced = events.await(
                Topics.LEDGER, Conflicted.class, e -> e.businessId().startsWith("probe:order-"), 300);
        assertThat(announced).extracting(Conflicted::businessId).hasSize(300);
        assertThat(heard("order-")).hasSize(300);
        assertThat(service.batches()).anyMatch(size -> size > 1);
    }

    @Test
    void singlesOutTheBadAndStoresTheGood() {
        var batch = new ArrayList<WalletEvent>();
        for (int i = 0; i < 9; i++) {
            batch.add(fact("mixed-" + i, i == 3 ? "throw" : i == 6 ? "forbidden" : "fine"));
        }

        events.sendAll(Topics.WALLET, "mixed", batch);
        events.sendRaw(Topics.WALLET, "mixed", "{\"type\":\"wallet.unheard-of.v1\",\"businessId\":\"probe:mixed-x\"}");
        events.sendRaw(Topics.WALLET, "mixed", "no json mixed-y");

        var dead = events.await(
                Topics.deadLetters("ledger-service"),
                DeadLetter.class,
                letter -> letter.body().contains("mixed-"),
                4);
        assertThat(dead).hasSize(4);
        Awaitility.await().untilAsserted(() -> assertThat(heard("mixed-")).hasSize(7));
        assertThat(heard("mixed-")).doesNotContain("probe:mixed-3", "probe:mixed-6");
    }

    @Test
    void aTombstoneAndALargeRecordBecomeDeadLettersAndStopNothing() {
        events.sendTombstone(Topics.WALLET, "tombstone");
        events.sendRaw(Topics.WALLET, "tombstone", "large " + "\u0000\u4e2d".repeat(150_000));
        events.send(Topics.WALLET, "tombstone", fact("after-tombstone", "fine"));

        Awaitility.await().untilAsserted(() -> assertThat(heard("after-")).hasSize(1));
        var dead = events.await(
                Topics.deadLetters("ledger-service"),
                DeadLetter.class,
                letter -> letter.body().isEmpty() || letter.body().startsWith("large"),
                2);
        assertThat(dead).allMatch(letter -> letter.body().length() <= 65_536);
    }

    @Test
    void waitsForTheWorldAndLosesNothing() {
        sql.sql("alter table heard rename to heard_away").then().block();
        events.sendAll(
                Topics.WALLET,
                "away",
                List.of(fact("away-1", "fine"), fact("away-2", "throw"), fact("away-3", "fine")));
        int before = service.batches().size();
        Awaitility.await().until(() -> service.batches().size() > before + 4);

        sql.sql("alter table heard_away rename to heard").then().block();

        Awaitility.await()
                .untilAsserted(() -> assertThat(heard("away-")).containsExactly("probe:away-1", "probe:away-3"));
        var dead = events.await(
                Topics.deadLetters("ledger-service"),
                DeadLetter.class,
                letter -> letter.body().contains("away-"));
        assertThat(dead.body()).contains("away-2");
    }

    @Test
    void bringsBackTopicsThatHaveVanishedAndHearsWhatComesThen() throws Exception {
        try (var admin =
                Admin.create(Map.of("bootstrap.servers", Infrastructure.shared().kafka()))) {
            admin.deleteTopics(List.of(Topics.WALLET)).all().get(30, TimeUnit.SECONDS);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> admin.listTopics().names().get().contains(Topics.WALLET));
        }

        events.send(Topics.WALLET, "vanished", fact("vanished", "fine"));

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(heard("vanished")).hasSize(1));
    }

    @Test
    void answersAnActAsOpenThenFinishedThenRepeated() {
        put("act-one-1", "{\"amountFen\":1,\"name\":\"a\"}", "").expectStatus().isAccepted();
        service.finish("act-one-1").block();

        put("act-one-1", "{\"amountFen\":1,\"name\":\"a\"}", "").expectStatus().isOk();
    }

    @Test
    void wakesTheCallerWhoWaits() {
        Thread.ofVirtual().start(() -> {
            Awaitility.await()
                    .until(() -> Boolean.TRUE.equals(
                            service.find("act-wait").hasElement().block()));
            service.finish("act-wait").block();
        });

        put("act-wait", "{\"amountFen\":1,\"name\":\"a\"}", "wait=20")
                .expectStatus()
                .isCreated();
    }

    @Test
    void wakesTheCallerWhoseActAnotherInstanceEnded() {
        Thread.ofVirtual().start(() -> {
            Awaitility.await().until(() -> waiters.count() > 0);
            sql.sql("update act set finished = true where id = 'act-echo'")
                    .then()
                    .block();
            service.announceEnd("act-echo").block();
        });

        put("act-echo", "{\"amountFen\":1,\"name\":\"a\"}", "wait=30")
                .expectStatus()
                .isCreated();
    }

    @Test
    void answersAsOpenWhenTheWaitIsOver() {
        put("act-slow", "{\"amountFen\":1,\"name\":\"a\"}", "wait=1")
                .expectStatus()
                .isAccepted()
                .expectHeader()
                .valueEquals("Preference-Applied", "wait=1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"name":"a"}                                  | 400 | /amountFen
            {"amountFen":null,"name":"a"}                 | 400 | /amountFen
            {"amountFen":0,"name":"a"}                    | 400 | /amountFen
            {"amountFen":-1,"name":"a"}                   | 400 | /amountFen
            {"amountFen":"1","name":"a"}                  | 400 | /amountFen
            {"amountFen":1.5,"name":"a"}                  | 400 | /amountFen
            {"amountFen":10000000000000000000,"name":"a"} | 400 | /amountFen
            {"amountFen":1,"name":7}                      | 400 | /name
            {"amountFen":1,"name":"abcdef"}               | 400 | /name
            {"amountFen":1,"name":"a","count":"x"}        | 400 | /count
            {"amountFen":1,"name":"a","extra":1}          | 400 | /extra
            {"amountFen":1,"name":"a","name":"b"}         | 400 | ''
            {"amountFen":1,"name":"a"} x                  | 400 | ''
            {"amountFen":1,                               | 400 | ''
            []                                            | 400 | ''
            {"amountFen":409,"name":"a"}                  | 409 | /amountFen
            """)
    void namesTheFieldThatIsWrong(String body, int status, String pointer) {
        var answer = put("act-bad-1", body, "").expectStatus().isEqualTo(status).expectBody();

        answer.jsonPath("$.reason").exists();
        answer.jsonPath("$.reasonText.zh").exists();
        answer.jsonPath("$.errors[0].pointer").isEqualTo(pointer);
        answer.jsonPath("$.errors[0].detail")
                .value(detail -> assertThat(String.valueOf(detail))
                        .doesNotContain("cn.jiaozi")
                        .isNotBlank());
    }

    @Test
    void answersEveryOtherMistakeWithAProblem() {
        put("short", "{\"amountFen\":1,\"name\":\"a\"}", "")
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("id");
        put("act-bad-2", "{\"amountFen\":1,\"name\":\"a\"}", "soon")
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("Prefer");
        put("act-bad-2", "{\"amountFen\":1,\"name\":\"" + "x".repeat(70_000) + "\"}", "")
                .expectStatus()
                .isEqualTo(413)
                .expectBody()
                .jsonPath("$.reason")
                .isEqualTo("BODY_TOO_LARGE");
        put("act-bad-2", "{\"amountFen\":500,\"name\":\"a\"}", "")
                .expectStatus()
                .isEqualTo(500)
                .expectBody()
                .jsonPath("$.detail")
                .value(d -> assertThat(String.valueOf(d)).doesNotContain("secret"));
        put("act-bad-2", "", "").expectStatus().isBadRequest();
        http.put()
                .uri("/v1/acts/act-bad-3")
                .header("Authorization", customer())
                .contentType(MediaType.TEXT_PLAIN)
                .bodyValue("x")
                .exchange()
                .expectStatus()
                .isEqualTo(415)
                .expectBody()
                .jsonPath("$.reason")
                .isEqualTo("UNSUPPORTED_MEDIA_TYPE");
        http.post()
                .uri("/v1/acts/act-bad-3")
                .header("Authorization", customer())
                .exchange()
                .expectStatus()
                .isEqualTo(405);
        http.get()
                .uri("/v1/nowhere")
                .header("Authorization", customer())
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.reason")
                .isEqualTo("NOT_FOUND");
        http.get()
                .uri("/v1/acts?limit=0")
                .header("Authorization", customer())
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("limit");
        http.get()
                .uri("/v1/acts?limit=x")
                .header("Authorization", customer())
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("limit");
        http.get()
                .uri("/v1/acts")
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectBody()
                .jsonPath("$.reason")
                .isEqualTo("UNAUTHENTICATED");
        http.get()
                .uri("/v1/acts")
                .header("Authorization", "Bearer nonsense")
                .exchange()
                .expectStatus()
                .isUnauthorized();
        http.put()
                .uri("/v1/acts/act-bad-4")
                .header("Authorization", TestTokens.of("eve", "AUDITOR"))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"amountFen\":1,\"name\":\"a\"}")
                .exchange()
                .expectStatus()
                .isForbidden()
                .expectBody()
                .jsonPath("$.reason")
                .isEqualTo("FORBIDDEN");
    }

    @Test
    void isReadyWhenEveryInboxIsAssigned() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> http.get()
                        .uri("/actuator/health/readiness")
                        .exchange()
                        .expectStatus()
                        .isOk());
    }

    private static String customer() {
        return TestTokens.of("alice", "CUSTOMER");
    }

    private WebTestClient.ResponseSpec put(String id, String body, String prefer) {
        var request = http.put()
                .uri("/v1/acts/{id}", id)
                .header("Authorization", customer())
                .contentType(MediaType.APPLICATION_JSON);
        return (prefer.isEmpty() ? request : request.header("Prefer", prefer))
                .bodyValue(body)
                .exchange();
    }
}

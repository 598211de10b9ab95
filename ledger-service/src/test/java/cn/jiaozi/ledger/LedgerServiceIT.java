package cn.jiaozi.ledger;

import static cn.jiaozi.ledger.LedgerFixture.core;
import static cn.jiaozi.ledger.LedgerFixture.leg;
import static cn.jiaozi.ledger.LedgerFixture.open;
import static cn.jiaozi.ledger.LedgerFixture.post;
import static cn.jiaozi.ledger.LedgerFixture.wallet;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.chassis.Json;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.testkit.EventsAwaited;
import cn.jiaozi.testkit.ServiceTest;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.context.TestConstructor;
import org.springframework.test.web.reactive.server.WebTestClient;

/// From the request topic to the ledger's own.
@ServiceTest
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
class LedgerServiceIT {
    private static final String CORE = "core:it:clearing";
    private static final String A = "wallet:it-1:available";

    private final EventsAwaited events = new EventsAwaited();
    private final MeterRegistry metrics;
    private final WebTestClient web;

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Letter(String inbox, String body) {}

    LedgerServiceIT(MeterRegistry metrics, WebTestClient web) {
        this.metrics = metrics;
        this.web = web;
    }

    @BeforeEach
    void openAccounts() {
        ask(open(StepId.first("wallet:it-1", "open"), core("it"), wallet("it-1")));
        answer(StepId.first("wallet:it-1", "open"), LedgerEvent.AccountsOpened.class);
    }

    @AfterEach
    void close() {
        events.close();
    }

    private void ask(LedgerRequest... requests) {
        events.sendAll(Topics.LEDGER_REQUEST, "0", List.of(requests));
    }

    private <E extends LedgerEvent> E answer(StepId id, Class<E> type) {
        return events.await(Topics.LEDGER, type, event -> event.id().equals(id));
    }

    private <E extends LedgerEvent> List<E> answers(StepId id, Class<E> type, int count) {
        return events.await(Topics.LEDGER, type, event -> event.id().equals(id), count);
    }

    @Test
    void postsAndAnswersEveryRepeatWithTheStoredAnswer() {
        var topUp = post("exchange:it-1", leg(CORE, A, 500));

        ask(topUp, topUp);
        ask(topUp);

        var posted = answers(topUp.id(), LedgerEvent.Posted.class, 3);
        assertThat(posted.getFirst().entry().legs()).singleElement().satisfies(leg -> {
            assertThat(leg.debit() + " " + leg.credit() + " " + leg.amountFen()).isEqualTo(CORE + " " + A + " 500");
            assertThat(leg.debitBalanceFen())
                    .hasValueSatisfying(fen -> assertThat(fen).isGreaterThanOrEqualTo(500));
            assertThat(leg.creditBalanceFen()).isEqualTo(leg.debitBalanceFen());
        });
        assertThat(posted).containsOnly(posted.getFirst());
    }

    @Test
    void saysAgainWhatItHasEntered() {
        var topUp = post("exchange:it-again", leg(CORE, A, 5));
        ask(topUp);
        answer(topUp.id(), LedgerEvent.Posted.class);

        web.post()
                .uri("/actuator/reannounce")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{}")
                .exchange()
                .expectStatus()
                .isOk();

        var posted = answers(topUp.id(), LedgerEvent.Posted.class, 2);
        assertThat(posted).containsOnly(posted.getFirst());
    }

    @Test
    void namesTheFieldOfAConflictAndCountsIt() {
        double before = metrics.counter("jiaozi.ledger.conflicts").count();
        ask(post("exchange:it-2", leg(CORE, A, 5)), post("exchange:it-2", leg(CORE, A, 6)));

        var id = StepId.first("exchange:it-2", "post");
        assertThat(answer(id, LedgerEvent.Conflicted.class).field()).isEqualTo("entry.legs[0].amountFen");
        assertThat(answer(id, LedgerEvent.Posted.class)
                        .entry()
                        .legs()
                        .getFirst()
                        .amountFen())
                .isEqualTo(5);
        assertThat(metrics.counter("jiaozi.ledger.conflicts").count()).isGreaterThan(before);
    }

    @Test
    void rejectsOutOfOrderAttemptsAndAcceptsThemInTheirTime() {
        var first = post("payment:it-3", leg("wallet:it-none:available", A, 1));
        var second = new LedgerRequest.PostEntry(
                new StepId("payment:it-3", "post", 2), LedgerFixture.entry(leg(CORE, A, 1)));

        ask(second);
        assertThat(answer(second.id(), LedgerEvent.Rejected.class).reason()).isEqualTo(Reason.ATTEMPT_OUT_OF_ORDER);
        ask(first, second);
        assertThat(answer(first.id(), LedgerEvent.Rejected.class).address()).contains("wallet:it-none:available");
        answer(second.id(), LedgerEvent.Posted.class);
    }

    @Test
    void buriesTheBadRecordsOfABatchAndStoresTheGood() {
        var good = post("exchange:it-4", leg(CORE, A, 1));
        var unstorable = open(StepId.first("test:it-nul\u0000", "open"), core("it-nul"));
        var better = post("exchange:it-5", leg(CORE, A, 1));

        events.sendRaw(Topics.LEDGER_REQUEST, "0", "{\"type\":\"ledger.unheard-of.v1\"}");
        ask(good, unstorable, better);
        events.sendRaw(Topics.LEDGER_REQUEST, "0", "no json");

        answer(good.id(), LedgerEvent.Posted.class);
        answer(better.id(), LedgerEvent.Posted.class);
        var letters = events.await(
                Topics.deadLetters("ledger-service"),
                Letter.class,
                letter -> letter.inbox().equals("requests"),
                3);
        assertThat(letters)
                .extracting(Letter::body)
                .contains("no json", "{\"type\":\"ledger.unheard-of.v1\"}", Json.write(unstorable));
    }
}

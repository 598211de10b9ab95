package cn.jiaozi.payment;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.PaymentEvent.PaymentFailed;
import cn.jiaozi.contracts.PaymentEvent.PaymentRequested;
import cn.jiaozi.contracts.PaymentEvent.PaymentSucceeded;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.contracts.WalletEvent;
import cn.jiaozi.testkit.Reannounce;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

@ImpatientServiceTest
class PaymentServiceIT {
    private static final String PAYER = "0020000000000014";
    private static final String PAYEE = "0020000000000022";

    private final Ring ring;
    private final WebTestClient http;
    private final MeterRegistry metrics;
    private final String party = Ring.anId();
    private final String path = "/v1/payments/" + Ring.anId();

    PaymentServiceIT(@Autowired WebTestClient http, @Autowired MeterRegistry metrics) {
        this.ring = new Ring(http);
        this.http = http;
        this.metrics = metrics;
    }

    @Test
    void answersTheWaitingPayerWhenTheLedgerHasPosted() {
        var answer = ring.payLater(path, party, Ring.p2p(PAYER, PAYEE, 1234));

        var request = requested();
        ring.post(request);

        assertThat(answer.join().status()).isEqualTo(201);
        assertThat(answer.join().body())
                .containsEntry("state", "SUCCEEDED")
                .containsEntry("amountFen", 1234)
                .containsEntry("accountingDate", "2026-11-23")
                .containsEntry("refundState", "NONE")
                .containsEntry("payerOperator", "002")
                .containsEntry("payeeOperator", "002");
        assertThat(ring.announced(PaymentSucceeded.class, request.businessId()).accountingDate())
                .isEqualTo(Ring.DAY);
        var repeat = ring.pay(path, party, Ring.p2p(PAYER, PAYEE, 1234));
        assertThat(repeat.status()).isEqualTo(200);
        assertThat(repeat.body()).isEqualTo(answer.join().body());
    }

    @Test
    void announcesAgainHowAPaymentEnded() {
        ring.pay(path, party, Ring.p2p(PAYER, PAYEE, 1));
        var request = requested();
        ring.post(request);
        var first = ring.announced(PaymentSucceeded.class, request.businessId());

        Reannounce.everything(http);

        var told = ring.events.await(
                Topics.PAYMENT, PaymentSucceeded.class, e -> e.businessId().equals(request.businessId()), 2);
        assertThat(told).containsOnly(first);
    }

    @Test
    void answersAcceptedWhenTheWaitRunsOut() {
        var waited = ring.put(path, party, "CUSTOMER", "wait=1", Ring.p2p(PAYER, PAYEE, 1));
        var asked = ring.pay(path, party, Ring.p2p(PAYER, PAYEE, 1));

        assertThat(waited.status()).isEqualTo(202);
        assertThat(waited.body()).containsEntry("state", "REQUESTED");
        assertThat(asked).isEqualTo(waited);

        ring.post(requested());
        assertThat(ring.awaitState(path, party, "CUSTOMER", "SUCCEEDED").status())
                .isEqualTo(200);
    }

    @Test
    void failsWithTheReasonOfTheWallet() {
        ring.pay(path, party, Ring.p2p(PAYER, PAYEE, 1));
        var request = requested();
        ring.refuse(request.businessId(), Reason.LIMIT_DAILY);

        var failed = ring.awaitState(path, party, "CUSTOMER", "FAILED");
        assertThat(failed.at("reason")).isEqualTo("LIMIT_DAILY");
        assertThat(failed.at("reasonText"))
                .isEqualTo(Map.of("en", Reason.LIMIT_DAILY.en(), "zh", Reason.LIMIT_DAILY.zh()));
        assertThat(ring.announced(PaymentFailed.class, request.businessId()).reason())
                .isEqualTo(Reason.LIMIT_DAILY);
    }

    @Test
    void tellsTheLedgersReasonInWordsOfWallets() {
        ring.pay(path, party, Ring.p2p(PAYER, PAYEE, 1));
        ring.reject(requested().businessId(), Reason.CREDIT_FROZEN);

        assertThat(ring.awaitState(path, party, "CUSTOMER", "FAILED").at("reason"))
                .isEqualTo("WALLET_FROZEN");
    }

    @Test
    void announcesItsStoredRequestAgainUntilItEnds() {
        ring.pay(path, party, Ring.p2p(PAYER, PAYEE, 1));

        var requests = ring.events.await(
                Topics.PAYMENT, PaymentRequested.class, e -> e.requestedBy().equals(party), 3);

        assertThat(requests.stream().distinct()).hasSize(1);
        ring.post(requests.getFirst());
        ring.awaitState(path, party, "CUSTOMER", "SUCCEEDED");
    }

    @Test
    void keepsTheOutcomeThatCameBeforeItsReannouncement() {
        ring.pay(path, party, Ring.p2p(PAYER, PAYEE, 1));
        var request = ring.events
                .await(
                        Topics.PAYMENT,
                        PaymentRequested.class,
                        e -> e.requestedBy().equals(party),
                        2)
                .getFirst();
        var posted = ring.posted(request);

        // The first outcome, and the ledger's stored one in answer to the request that was announced again.
        ring.events.sendAll(Topics.LEDGER, request.businessId(), List.of(posted, posted));
        var ended = ring.awaitState(path, party, "CUSTOMER", "SUCCEEDED");
        ring.events.send(Topics.LEDGER, request.businessId(), posted);

        var told = ring.events.await(
                Topics.PAYMENT, PaymentSucceeded.class, e -> e.businessId().equals(request.businessId()), 2);
        assertThat(told.stream().distinct()).hasSize(1);
        assertThat(ring.get(path, party, "CUSTOMER")).isEqualTo(ended);
    }

    @Test
    void staysFailedWhenItsRejectionIsTheAnswerToItsReannouncement() {
        ring.pay(path, party, Ring.p2p(PAYER, PAYEE, 1));
        var id = requested().businessId();
        ring.reject(id, Reason.INSUFFICIENT_FUNDS);
        var ended = ring.awaitState(path, party, "CUSTOMER", "FAILED");

        ring.reject(id, Reason.INSUFFICIENT_FUNDS);

        ring.events.await(
                Topics.PAYMENT, PaymentFailed.class, e -> e.businessId().equals(id), 2);
        assertThat(ring.get(path, party, "CUSTOMER")).isEqualTo(ended);
        assertThat(ended.at("reason")).isEqualTo("INSUFFICIENT_FUNDS");
    }

    @Test
    void raisesAnAlarmWhenAFailedPaymentIsPosted() {
        ring.pay(path, party, Ring.p2p(PAYER, PAYEE, 1));
        var request = requested();
        ring.reject(request.businessId(), Reason.INSUFFICIENT_FUNDS);
        var ended = ring.awaitState(path, party, "CUSTOMER", "FAILED");
        double before = contradictions();

        ring.post(request);

        Awaitility.await().until(() -> contradictions() == before + 1);
        assertThat(ring.get(path, party, "CUSTOMER")).isEqualTo(ended);
    }

    @Test
    void changesNothingOnAConflict() {
        ring.pay(path, party, Ring.p2p(PAYER, PAYEE, 1));
        var request = requested();
        var conflicts = metrics.counter("jiaozi.payment.conflicts");
        double before = conflicts.count();

        ring.events.send(
                Topics.WALLET,
                request.businessId(),
                new WalletEvent.Conflicted(request.businessId(), "amountFen", Instant.now()));
        ring.events.send(
                Topics.LEDGER,
                request.businessId(),
                new LedgerEvent.Conflicted(StepId.first(request.businessId(), "post"), "legs", Instant.now()));

        Awaitility.await().until(() -> conflicts.count() == before + 2);
        assertThat(ring.get(path, party, "CUSTOMER").at("state")).isEqualTo("REQUESTED");
        ring.post(request);
        ring.awaitState(path, party, "CUSTOMER", "SUCCEEDED");
    }

    @Test
    void begetsOnePaymentWhenTheSameIdComesManyTimesAtOnce() {
        var answers = IntStream.range(0, 12)
                .mapToObj(_ -> CompletableFuture.supplyAsync(() -> ring.pay(path, party, Ring.p2p(PAYER, PAYEE, 1))))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers.stream().distinct()).hasSize(1);
        assertThat(answers.getFirst().status()).isEqualTo(202);
        ring.post(requested());
        ring.awaitState(path, party, "CUSTOMER", "SUCCEEDED");
        assertThat(ring
                        .events
                        .seen(
                                Topics.PAYMENT,
                                PaymentRequested.class,
                                e -> e.requestedBy().equals(party))
                        .stream()
                        .map(PaymentRequested::businessId)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void namesTheFieldWhenTheSameIdComesWithOtherContent() {
        var body = Ring.p2p(PAYER, PAYEE, 1);
        ring.pay(path, party, body);

        var others = Map.<String, Object>of(
                "payerWalletId",
                "0020000000000030",
                "payeeWalletId",
                "0020000000000030",
                "payeeOperator",
                "003",
                "amountFen",
                2,
                "remark",
                "tea");
        for (var other : others.entrySet()) {
            var changed = new HashMap<>(body);
            changed.put(other.getKey(), other.getValue());
            var answer = ring.pay(path, party, changed);

            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.at("reason")).isEqualTo("IDEMPOTENCY_CONFLICT");
            assertThat(answer.at("errors").toString()).contains("pointer=/" + other.getKey());
        }
        // Somebody else's id of the same name is another payment.
        assertThat(ring.pay(path, Ring.anId(), Ring.p2p(PAYER, PAYEE, 2)).status())
                .isEqualTo(202);
    }

    @Test
    void showsAPaymentToItsPayerAndToOperatorsOnly() {
        var id =
                ring.pay(path, party, Ring.p2p(PAYER, PAYEE, 1)).at("paymentId").toString();
        var whole = "/v1/payments/" + id;

        assertThat(ring.get(path, party, "CUSTOMER").status()).isEqualTo(200);
        assertThat(ring.get(whole, party, "CUSTOMER").status()).isEqualTo(200);
        assertThat(ring.get(whole, "clerk", "OPERATOR").at("payerWalletId")).isEqualTo(PAYER);
        assertThat(ring.get(whole, "somebody", "CUSTOMER").status()).isEqualTo(404);
        assertThat(ring.get(whole, "somebody", "MERCHANT").status()).isEqualTo(404);
        assertThat(ring.get(path, "somebody", "CUSTOMER").status()).isEqualTo(404);
        assertThat(ring.get("/v1/payments/" + UUID.randomUUID(), party, "CUSTOMER")
                        .status())
                .isEqualTo(404);
        assertThat(ring.get(whole + "/timeline", "somebody", "CUSTOMER").status())
                .isEqualTo(404);
        assertThat(ring.put(path, party, "MERCHANT", "", Ring.p2p(PAYER, PAYEE, 1))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void tellsTheStoryFromRequestToLegs() {
        ring.pay(path, party, Ring.p2p(PAYER, PAYEE, 1234));
        var posted = ring.posted(requested());
        ring.events.send(Topics.LEDGER, posted.id().businessId(), posted);
        ring.awaitState(path, party, "CUSTOMER", "SUCCEEDED");

        var story = ring.get(path + "/timeline", party, "CUSTOMER");

        assertThat(story.steps())
                .extracting(step -> step.get("step"))
                .containsExactly("REQUESTED", "AUTHORIZED", "POSTED", "SUCCEEDED");
        assertThat(story.steps().get(1))
                .containsEntry("at", posted.entry().authorizedAt().toString());
        assertThat(story.steps().get(2))
                .containsEntry("height", (int) posted.entry().height())
                .containsEntry("accountingDate", "2026-11-23")
                .containsEntry(
                        "legs",
                        List.of(Map.of(
                                "debit", "wallet:" + PAYER + ":available",
                                "credit", "wallet:" + PAYEE + ":available",
                                "amountFen", 1234)));
    }

    @Test
    void buriesAnOutcomeThatNobodyAskedForAndKeepsTheRest() {
        ring.pay(path, party, Ring.p2p(PAYER, PAYEE, 1));
        var request = requested();
        var foreign = new LedgerEvent.Posted(
                StepId.first("payment:" + UUID.randomUUID(), "post"),
                ring.posted(request).entry());

        ring.events.sendAll(Topics.LEDGER, request.businessId(), List.of(foreign, ring.posted(request)));

        ring.awaitState(path, party, "CUSTOMER", "SUCCEEDED");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> ring.buried(foreign.id().businessId()));
    }

    private double contradictions() {
        return metrics.counter("jiaozi.payment.contradictions").count();
    }

    private PaymentRequested requested() {
        return ring.events.await(
                Topics.PAYMENT, PaymentRequested.class, e -> e.requestedBy().equals(party));
    }
}

package cn.jiaozi.e2e;

import static cn.jiaozi.e2e.Town.ended;
import static cn.jiaozi.e2e.Town.id;
import static cn.jiaozi.e2e.Town.ofOrder;
import static cn.jiaozi.e2e.Town.p2p;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.PaymentEvent;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.e2e.Api.Answer;
import cn.jiaozi.testkit.EventsAwaited;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Each race that the ring must survive, by name.
class RacesIT {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final Town town = Town.only();
    private static EventsAwaited events;

    @BeforeAll
    static void listen() {
        events = new EventsAwaited(town.suite.kafka());
    }

    @AfterAll
    static void close() {
        events.close();
    }

    @AfterEach
    void theBooksAgree() {
        town.noFaults();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(town.books.differences()).isEmpty());
    }

    private static String business(Answer payment) {
        return "payment:" + payment.text("paymentId");
    }

    private static PaymentEvent.PaymentRequested requestOf(String businessId) {
        return events.await(
                Topics.PAYMENT,
                PaymentEvent.PaymentRequested.class,
                e -> e.businessId().equals(businessId));
    }

    @Test
    void outcomeBeforeItsReannouncement() {
        var zhang = town.classIi("zhang", 10_000);
        var li = town.classIv("li");
        var paid = ended(town.pay(zhang, li, 1_000), "SUCCEEDED");
        var request = requestOf(business(paid));

        events.send(Topics.PAYMENT, zhang.walletId(), request);

        var posted = events.await(
                Topics.LEDGER,
                LedgerEvent.Posted.class,
                e -> e.id().businessId().equals(business(paid)),
                2);
        assertThat(posted).allMatch(posted.getFirst()::equals);
        assertThat(town.balance(zhang)).isEqualTo(9_000);
        assertThat(town.balance(li)).isEqualTo(1_000);
    }

    @Test
    void rejectThenReannounce() {
        var zhang = town.classIi("zhang", 100);
        var li = town.classIv("li");
        var refused = ended(town.pay(zhang, li, 1_000), "FAILED INSUFFICIENT_FUNDS");
        ended(town.exchange(zhang, "EXCHANGE_IN", 5_000), "SUCCEEDED");

        events.send(Topics.PAYMENT, zhang.walletId(), requestOf(business(refused)));

        var rejected = events.await(
                Topics.LEDGER,
                LedgerEvent.Rejected.class,
                e -> e.id().businessId().equals(business(refused)),
                2);
        assertThat(rejected).allMatch(rejected.getFirst()::equals);
        assertThat(town.balance(zhang)).isEqualTo(5_100);
        assertThat(town.api
                        .get(zhang.token(), "/v1/payments/" + refused.text("id"))
                        .outcome())
                .isEqualTo("FAILED INSUFFICIENT_FUNDS");
        ended(town.pay(zhang, li, 1_000), "SUCCEEDED");
    }

    @Test
    void twoPayersOfOneOrder() {
        var shop = town.shop("teahouse");
        var payers = List.of(town.classIi("zhang", 20_000), town.classIi("li", 20_000));
        for (int round = 0; round < 10; round++) {
            String order = town.order(shop, 1_000);

            var answers = payers.stream()
                    .map(payer -> town.api.putAsync(
                            payer.token(), "/v1/payments/" + id("race"), ofOrder(payer, shop, order, 1_000), 20))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();

            assertThat(answers.stream().filter(answer -> answer.text("state").equals("SUCCEEDED")))
                    .hasSize(1);
            assertThat(answers.stream().filter(answer -> answer.text("state").equals("FAILED")))
                    .allMatch(answer -> List.of("ORDER_CLAIMED", "ORDER_PAID").contains(answer.text("reason")));
        }
        assertThat(town.balance(payers.getFirst()) + town.balance(payers.getLast()))
                .isEqualTo(30_000);
    }

    @Test
    void aRefusedAttemptLeavesTheOrderPayableByAnyWallet() {
        var shop = town.shop("teahouse");
        var poor = town.classIi("poor", 0);
        var rich = town.classIi("rich", 5_000);
        String order = town.order(shop, 1_000);

        ended(
                town.api.put(poor.token(), "/v1/payments/" + id("pay"), ofOrder(poor, shop, order, 1_000)),
                "FAILED INSUFFICIENT_FUNDS");

        ended(town.api.put(rich.token(), "/v1/payments/" + id("pay"), ofOrder(rich, shop, order, 1_000)), "SUCCEEDED");
    }

    @Test
    void aFreezeInFlight() {
        var zhang = town.classIi("zhang", 100_000);
        var li = town.classIv("li");
        String restriction = "/v1/wallets/" + zhang.walletId() + "/restrictions/" + id("freeze");

        var before = IntStream.range(0, 40)
                .mapToObj(i -> town.api.putAsync(
                        zhang.token(), "/v1/payments/" + id("flight"), p2p(zhang, li, 100), i < 20 ? 0 : 20))
                .toList();
        ended(
                town.api.put(
                        town.clerk(),
                        restriction,
                        Map.of("type", "NO_DEBIT", "authority", "COURT", "reasonCode", "TEST")),
                "IN_FORCE");
        long afterTheAnswer = town.balance(zhang);
        var answers = before.stream().map(CompletableFuture::join).toList();
        ended(town.pay(zhang, li, 100), "FAILED WALLET_FROZEN");

        assertThat(answers)
                .allMatch(answer -> answer.status() == 202
                        || answer.text("state").equals("SUCCEEDED")
                        || answer.outcome().equals("FAILED WALLET_FROZEN"));
        assertThat(town.balance(zhang)).isEqualTo(afterTheAnswer);
        ended(town.api.put(town.clerk(), restriction + "/release", Map.of()), "RELEASED");
        ended(town.pay(zhang, li, 100), "SUCCEEDED");
    }

    @Test
    void aCapReachedByTwoPayersAtOnce() {
        var payers = List.of(town.classIi("zhang", 1_000_000), town.classIi("li", 1_000_000));
        for (int round = 0; round < 5; round++) {
            var full = town.classIv("full");

            var answers = payers.stream()
                    .map(payer -> town.api.putAsync(
                            payer.token(), "/v1/payments/" + id("cap"), p2p(payer, full, 500_001), 20))
                    .toList()
                    .stream()
                    .map(answer -> answer.join().outcome())
                    .toList();

            if (round == 0) {
                assertThat(answers).containsExactlyInAnyOrder("SUCCEEDED", "FAILED BALANCE_CAP_EXCEEDED");
            }
            assertThat(town.balance(full)).isLessThanOrEqualTo(1_000_000);
        }
    }

    @Test
    void theCoreAnswersAfterTheQuery() {
        var zhang = town.classIi("zhang", 0);
        town.faults(Map.of("lateEvery", 1, "lateMs", 1_500));

        var answer = town.exchange(zhang, "EXCHANGE_IN", 700);

        town.noFaults();
        awaitEnd(zhang, answer, "SUCCEEDED");
        assertThat(town.balance(zhang)).isEqualTo(700);
        assertThat(bookedTimes(answer)).isEqualTo(1);
    }

    @Test
    void theCoreAnswersTwice() {
        var zhang = town.classIi("zhang", 0);
        // Its first answer is lost and asked for; whatever it says again belongs to the same request id.
        town.faults(Map.of("loseEvery", 1));
        var exchange = town.api.put(
                zhang.token(),
                "/v1/wallets/" + zhang.walletId() + "/exchanges/" + id("twice"),
                Map.of("kind", "EXCHANGE_IN", "amountFen", 800),
                0);
        assertThat(exchange.status()).isEqualTo(202);
        town.noFaults();
        awaitEnd(zhang, exchange, "SUCCEEDED");

        var captured = events.await(
                Topics.LEDGER_REQUEST,
                LedgerRequest.CaptureHold.class,
                e -> e.id().businessId().equals(exchange.text("businessId")));
        events.send(Topics.LEDGER_REQUEST, zhang.walletId(), captured);

        events.await(Topics.LEDGER, LedgerEvent.Captured.class, e -> e.id().equals(captured.id()), 2);
        assertThat(town.balance(zhang)).isEqualTo(800);
        assertThat(bookedTimes(exchange)).isEqualTo(1);
    }

    @Test
    void theCoreNeverAnswers() {
        var zhang = town.classIi("zhang", 1_000);
        town.faults(Map.of("silent", true));
        var exchange = town.api.put(
                zhang.token(),
                "/v1/wallets/" + zhang.walletId() + "/exchanges/" + id("never"),
                Map.of("kind", "REDEEM", "amountFen", 400),
                4);

        assertThat(exchange.status()).isEqualTo(202);
        assertThat(town.balance(zhang)).isEqualTo(1_000);
        assertThat(town.api
                        .get(zhang.token(), "/v1/accounts/" + zhang.address())
                        .number("availableFen"))
                .isEqualTo(600);
        ended(town.pay(zhang, town.classIv("li"), 601), "FAILED INSUFFICIENT_FUNDS");

        town.noFaults();
        awaitEnd(zhang, exchange, "SUCCEEDED");
        assertThat(town.balance(zhang)).isEqualTo(600);
    }

    private static void awaitEnd(Town.Person person, Answer exchange, String state) {
        String path = "/v1/wallets/" + person.walletId() + "/exchanges/" + exchange.text("exchangeId");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> ended(town.api.get(person.token(), path), state));
    }

    private static long bookedTimes(Answer exchange) {
        return town.books
                .rows(
                        "ledger",
                        "select height, business_id from entry where kind = 'CAPTURE' and business_id = '"
                                + exchange.text("businessId") + "'")
                .size();
    }

    /// Two payments that payment-service had taken around midnight and that it could announce only much later.
    @Test
    void aPaymentJustBeforeAndAfterMidnight() {
        var zhang = town.classIi("zhang", 10_000);
        var li = town.classIv("li");
        Instant midnight = LocalDate.now(SHANGHAI).atStartOfDay(SHANGHAI).toInstant();

        String before = takenAt(zhang, li, 300, midnight.minusMillis(1));
        String after = takenAt(zhang, li, 500, midnight);

        for (String id : List.of(before, after)) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> ended(town.api.get(zhang.token(), "/v1/payments/" + id), "SUCCEEDED"));
        }
        var spent = town.books.rows(
                "wallet", "select day::text, spent_fen from spending where wallet_id = '" + zhang.walletId() + "'");
        LocalDate today = LocalDate.ofInstant(midnight, SHANGHAI);
        assertThat(spent).containsEntry(today.minusDays(1).toString(), "300").containsEntry(today.toString(), "500");
        var dates = town.books.rows(
                "ledger",
                "select business_id, accounting_date from entry where business_id in ('payment:" + before
                        + "', 'payment:" + after + "')");
        assertThat(dates.values())
                .hasSize(2)
                .allMatch(date -> !LocalDate.parse(date).isBefore(today));
    }

    /// As payment-service would have stored it at that instant.
    private static String takenAt(Town.Person from, Town.Person to, long fen, Instant at) {
        String id = UUID.randomUUID().toString();
        String request =
                """
                {"type":"payment.requested.v1","businessId":"payment:%s","txType":"P2P","payer":{"walletId":"%s","operator":"002"},"payee":{"walletId":"%s","operator":"002"},"amountFen":%d,"requestedBy":"%s","authFactors":["DEVICE_KEY"],"requestedAt":"%s","validUntil":"%s"}""".formatted(id, from.walletId(), to.walletId(), fen, from.party(), at, at.plus(Duration.ofDays(3)));
        int rows = town.books.update("payment", """
                insert into payment (id, requested_by, payer_party, auth_factors, act_id, kind, payer_wallet, payer_operator,
                    payee_wallet, payee_operator, amount_fen, state, requested_at, valid_until, request, next_heal_at)
                values ('%s', '%s', '%s', 'DEVICE_KEY', '%s', 'P2P', '%s', '002', '%s', '002', %d, 'REQUESTED', '%s', '%s', '%s',
                    now())
                """.formatted(
                        id,
                        from.party(),
                        from.party(),
                        id("midnight"),
                        from.walletId(),
                        to.walletId(),
                        fen,
                        at,
                        at.plus(Duration.ofDays(3)),
                        request));
        assertThat(rows).isEqualTo(1);
        return id;
    }

    @Test
    void theSameIdWithOtherContentInTheRing() {
        var zhang = town.classIi("zhang", 10_000);
        var li = town.classIv("li");
        var paid = ended(town.pay(zhang, li, 1_000), "SUCCEEDED");
        var request = requestOf(business(paid));
        var forged = new PaymentEvent.PaymentRequested(
                request.businessId(),
                request.txType(),
                request.payer(),
                request.payee(),
                9_000,
                request.requestedBy(),
                request.authFactors(),
                request.requestedAt(),
                request.validUntil());

        events.send(Topics.PAYMENT, zhang.walletId(), forged);

        var conflict = events.await(
                Topics.WALLET,
                cn.jiaozi.contracts.WalletEvent.Conflicted.class,
                e -> e.businessId().equals(business(paid)));
        assertThat(conflict.field()).contains("amountFen");
        assertThat(town.balance(zhang)).isEqualTo(9_000);
        assertThat(town.api
                        .get(zhang.token(), "/v1/payments/" + paid.text("id"))
                        .outcome())
                .isEqualTo("SUCCEEDED");
        assertThat(Reason.valueOf("IDEMPOTENCY_CONFLICT").retryable()).isFalse();
    }
}

package cn.jiaozi.merchant;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerEvent.Entry;
import cn.jiaozi.contracts.LedgerEvent.Leg;
import cn.jiaozi.contracts.LedgerEvent.Posted;
import cn.jiaozi.contracts.LedgerEvent.Rejected;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.LedgerRequest.PostEntry;
import cn.jiaozi.contracts.PaymentEvent;
import cn.jiaozi.contracts.PaymentEvent.PaymentSucceeded;
import cn.jiaozi.contracts.PaymentEvent.RefundSucceeded;
import cn.jiaozi.contracts.PaymentEvent.Seller;
import cn.jiaozi.contracts.PaymentEvent.VouchersSettled;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.contracts.WalletParty;
import cn.jiaozi.testkit.EventsAwaited;
import cn.jiaozi.testkit.Seeds;
import cn.jiaozi.testkit.ServiceTest;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/// From what was sold to what the ledger is asked, and from its answers to what merchants see; all of it in the far
/// future, since plans begin in the future.
@ServiceTest
class FeeServiceIT {
    private static final EventsAwaited EVENTS = new EventsAwaited();
    private static final LocalDate DAY = LocalDate.of(2096, 2, 20);
    private static final Instant AT = Instant.parse("2026-12-01T08:00:00.123456Z");
    private static final WalletParty PAYER = new WalletParty("0020000000000014", "002");

    private final Callers callers;
    private final DatabaseClient sql;
    private final MeterRegistry metrics;

    FeeServiceIT(@Autowired WebTestClient http, @Autowired DatabaseClient sql, @Autowired MeterRegistry metrics) {
        this.callers = new Callers(http);
        this.sql = sql;
        this.metrics = metrics;
    }

    @AfterAll
    static void close() {
        EVENTS.close();
    }

    /// Days that others' tests have closed long after today.
    @BeforeEach
    void beginOnTheCalendarsDay() {
        sql.sql("delete from book_day").then().block();
    }

    @Test
    void asksForTheFeeOfAPaymentOnceAndShowsItBesideTheSale() {
        var merchant = aMerchant(60);
        var paid = paid(merchant, 10_000);
        tell(paid, paid);

        var asked = asked(paid, 1);
        tell(paid);
        post(asked);

        assertThat(asked.id().attempt()).isEqualTo(1);
        assertThat(asked.entry().txType()).isEqualTo(TxType.FEE);
        assertThat(asked.entry().legs())
                .containsExactly(
                        new LegSpec("wallet:" + merchant.walletId() + ":available", "core:0001:fee-income", 60, false));
        awaitStates(paid, "POSTED");
        assertThat(line(merchant, paid)).containsEntry("feeFen", 60);
        assertThat(requests(asked.id())).hasSize(1);
        assertThat(rows(paid.businessId())).isEqualTo(1);
    }

    @Test
    void asksForNothingWithoutAPlanAndWhereTheFeeRoundsToNothing() {
        var free = callers.aMerchant();
        var cheap = aMerchant(60);
        var one = paid(free, 10_000);
        var two = paid(cheap, 83);
        var costs = paid(cheap, 84);
        tell(one, two, costs);

        assertThat(asked(costs, 1).entry().legs().getFirst().amountFen()).isEqualTo(1);
        assertThat(rows(one.businessId())).isZero();
        assertThat(rows(two.businessId())).isZero();
        assertThat(line(free, one)).doesNotContainKey("feeFen");
    }

    @Test
    void takesThePlanOfTheAccountingDateOnBothSidesOfMidnight() {
        var merchant = aMerchant(60);
        agree(merchant, DAY.plusDays(10), 38);
        var lastOfOld = paid(merchant, 10_000, DAY.plusDays(9));
        var firstOfNew = paid(merchant, 10_000, DAY.plusDays(10));
        var before = paid(merchant, 10_000, DAY.minusDays(1));
        tell(firstOfNew, lastOfOld, before);

        assertThat(amount(asked(lastOfOld, 1))).isEqualTo(60);
        assertThat(amount(asked(firstOfNew, 1))).isEqualTo(38);
        assertThat(rows(before.businessId())).isZero();

        // What comes back is by the plan of the payment, whatever applies by then.
        post(asked(lastOfOld, 1));
        awaitStates(lastOfOld, "POSTED");
        var refund = refund(merchant, lastOfOld, 5_000, DAY.plusDays(11));
        tell(refund);
        assertThat(amount(asked(refund, 1))).isEqualTo(30);
    }

    @Test
    void givesTheWholeFeeBackWithAFullRefundInParts() {
        var merchant = aMerchant(60);
        var paid = paid(merchant, 9_999);
        tell(paid);
        post(asked(paid, 1));
        awaitStates(paid, "POSTED");
        var parts = List.of(3_333L, 1L, 82L, 6_583L);
        var refunds =
                parts.stream().map(part -> refund(merchant, paid, part, DAY)).toList();

        tell(refunds.toArray(PaymentEvent[]::new));
        tell(refunds.toArray(PaymentEvent[]::new));

        var last = refunds.getLast();
        var back = asked(last, 1);
        assertThat(back.entry().txType()).isEqualTo(TxType.FEE_RETURN);
        assertThat(back.entry().legs().getFirst().debit()).isEqualTo("core:0001:fee-income");
        assertThat(back.entry().legs().getFirst().mayExceedCap()).isTrue();
        assertThat(sum(paid, "FEE_RETURN")).isEqualTo(60);
        post(back);
        Awaitility.await().until(() -> states(last), List.of("POSTED")::equals);
        assertThat(line(merchant, last)).containsEntry("feeFen", Math.toIntExact(-amount(back)));
    }

    @Test
    void comesOutRightWhateverTheOrder() {
        for (long seed = 1; seed <= 6; seed++) {
            Seeds.play(seed, random -> {
                var merchant = aMerchant(random.nextInt(1, 1_001));
                var paid = paid(merchant, random.nextLong(1_000, 1_000_000));
                long halfFen = random.nextLong(1, paid.amountFen());
                var facts = new ArrayList<PaymentEvent>(List.of(
                        paid,
                        refund(merchant, paid, halfFen, DAY),
                        refund(merchant, paid, paid.amountFen() - halfFen, DAY)));
                facts.addAll(List.copyOf(facts));
                Collections.shuffle(facts, new Random(random.nextLong()));
                // Each wallet's events have a partition of their own, so nobody waits for the others.
                facts.forEach(fact -> EVENTS.send(Topics.PAYMENT, Callers.anId(), fact));

                post(asked(paid, 1));
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> sum(paid, "FEE_RETURN"), returned -> returned == sum(paid, "FEE"));
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> count(paid, "FEE_RETURN", "WAITING"), waiting -> waiting == 0);
                assertThat(count(paid, "FEE", "POSTED")).isEqualTo(1);
            });
        }
    }

    @Test
    void keepsAReturnUntilItsFeeIsPosted() {
        var merchant = aMerchant(60);
        var paid = paid(merchant, 10_000);
        var refund = refund(merchant, paid, 10_000, DAY);
        tell(paid, refund);
        var asked = asked(paid, 1);
        Awaitility.await().until(() -> states(refund), List.of("WAITING")::equals);

        reject(asked, Reason.INSUFFICIENT_FUNDS);
        awaitStates(paid, "REJECTED");
        assertThat(states(refund)).containsExactly("WAITING");
        tell(paid(merchant, 50));
        post(asked(paid, 2));

        assertThat(amount(asked(refund, 1))).isEqualTo(60);
        awaitStates(paid, "POSTED");
    }

    @Test
    void keepsTheFeeOfARefundedPaymentWhereThePlanSaysSo() {
        var merchant = callers.aMerchant();
        agree(merchant, DAY, Map.of("rateBp", 60, "perTransactionFen", 0, "refundPolicy", "KEEP"));
        var paid = paid(merchant, 10_000);
        var refund = refund(merchant, paid, 10_000, DAY);
        tell(paid, refund);

        post(asked(paid, 1));
        awaitStates(paid, "POSTED");

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        one("select refunded_fen from fee where sale_business_id = :id", paid.businessId()) == 10_000);
        assertThat(rows(refund.businessId())).isZero();
    }

    @Test
    void setsWhatAnEmptyWalletOwesOffAgainstTheNextSales() {
        var merchant = aMerchant(100);
        var owing = IntStream.range(0, 4).mapToObj(_ -> paid(merchant, 10_000)).toList();
        tell(owing.toArray(PaymentEvent[]::new));
        // All of them before one is rejected: a later batch of these sales would be set off already.
        var asked = owing.stream().map(each -> asked(each, 1)).toList();
        asked.forEach(each -> reject(each, Reason.INSUFFICIENT_FUNDS));
        owing.forEach(each -> awaitStates(each, "REJECTED"));

        // ¥2.50 pay two and a half fees of ¥1: the third one is tried, too, the fourth one waits.
        var next = paid(merchant, 250);
        tell(next);

        asked(next, 1);
        assertThat(owing.stream().flatMap(each -> states(each).stream()))
                .containsExactlyInAnyOrder("REQUESTED", "REQUESTED", "REQUESTED", "REJECTED");
        var again = owing.stream()
                .filter(each -> states(each).contains("REQUESTED"))
                .findFirst()
                .orElseThrow();
        // An answer to the first attempt that comes late changes nothing.
        reject(asked(again, 1), Reason.INSUFFICIENT_FUNDS);
        post(asked(again, 2));
        awaitStates(again, "POSTED");
    }

    @Test
    void triesTheOldestInAnyCaseAndLeavesStoppedWalletsToTheClock() {
        var merchant = aMerchant(100);
        var big = paid(merchant, 1_000_000);
        tell(big);
        reject(asked(big, 1), Reason.INSUFFICIENT_FUNDS);
        awaitStates(big, "REJECTED");
        tell(paid(merchant, 100));
        var again = asked(big, 2);
        reject(again, Reason.DEBIT_FROZEN);
        awaitStates(big, "REJECTED");

        var later = paid(merchant, 200);
        tell(later);
        asked(later, 1);
        assertThat(states(big)).containsExactly("REJECTED");

        sql.sql("update fee set again_at = now() where sale_business_id = :id")
                .bind("id", big.businessId())
                .then()
                .block();
        post(asked(big, 3));
        awaitStates(big, "POSTED");
    }

    @Test
    void takesAConflictForAnAlertAlone() {
        var merchant = aMerchant(60);
        var paid = paid(merchant, 10_000);
        tell(paid);
        var asked = asked(paid, 1);
        double before = metrics.counter("jiaozi.fee.conflicted").count();

        EVENTS.send(Topics.LEDGER, asked.id().businessId(), new LedgerEvent.Conflicted(asked.id(), "amountFen", AT));

        Awaitility.await().until(() -> metrics.counter("jiaozi.fee.conflicted").count() > before);
        assertThat(states(paid)).containsExactly("REQUESTED");
        post(asked);
        awaitStates(paid, "POSTED");
    }

    @Test
    void chargesForWhatATillTookWithoutANetwork() {
        var merchant = aMerchant(60);
        var settled = new VouchersSettled(
                "vouchers:" + UUID.randomUUID(),
                "P7Q2M4X9K1B6T3D8",
                2,
                PAYER,
                new WalletParty(merchant.walletId(), "002"),
                Optional.of(new Seller("00000012", merchant.no(), "000001")),
                3,
                4_200,
                200,
                DAY,
                AT);
        tell(settled);

        assertThat(amount(asked(settled, 1))).isEqualTo(25);
    }

    @Test
    void keepsAMerchantOpenThatOwesAFee() {
        var merchant = aMerchant(60);
        var paid = paid(merchant, 10_000);
        tell(paid);
        reject(asked(paid, 1), Reason.INSUFFICIENT_FUNDS);
        awaitStates(paid, "REJECTED");
        var closing = "/v1/merchants/" + merchant.no() + "/closing";

        var open = callers.put(closing, "carla", "OPERATOR", Map.of("reason", "moved"));
        assertThat(open.text("reason")).isEqualTo("MERCHANT_UNFINISHED");
        assertThat(open.text("detail")).contains("1 fee is not posted");

        tell(paid(merchant, 50));
        post(asked(paid, 2));
        awaitStates(paid, "POSTED");
        assertThat(callers.put(closing, "carla", "OPERATOR", Map.of("reason", "moved"))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void measuresWhatIsOpen() {
        var merchant = aMerchant(60);
        var paid = paid(merchant, 10_000);
        var orphan = refund(merchant, paid(merchant, 500), 100, DAY);
        tell(paid, orphan);
        reject(asked(paid, 1), Reason.DEBIT_FROZEN);

        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(metrics.get("jiaozi.fee.owed.fen").gauge().value()).isGreaterThanOrEqualTo(60);
            assertThat(metrics.get("jiaozi.fee.owed").gauge().value()).isPositive();
            assertThat(metrics.get("jiaozi.fee.refunds.waiting").gauge().value())
                    .isPositive();
            assertThat(metrics.get("jiaozi.fee.rejected")
                            .tag("reason", "DEBIT_FROZEN")
                            .counter()
                            .count())
                    .isPositive();
        });
    }

    private Callers.Merchant aMerchant(int rateBp) {
        var merchant = callers.aMerchant();
        agree(merchant, DAY, rateBp);
        return merchant;
    }

    private void agree(Callers.Merchant merchant, LocalDate on, int rateBp) {
        agree(merchant, on, Map.of("rateBp", rateBp, "perTransactionFen", 0, "refundPolicy", "RETURN_PROPORTIONALLY"));
    }

    private void agree(Callers.Merchant merchant, LocalDate on, Map<String, Object> terms) {
        var path = "/v1/merchants/" + merchant.no() + "/fee-plans/" + on;
        var planId = callers.put(path, "clerk", "OPERATOR", terms).text("planId");
        var approved = callers.put(path + "/approval", "chief", "OPERATOR", Map.of("planId", planId));
        assertThat(approved.status()).as(approved.body().toString()).isEqualTo(201);
    }

    private static PaymentSucceeded paid(Callers.Merchant merchant, long amountFen) {
        return paid(merchant, amountFen, DAY);
    }

    private static PaymentSucceeded paid(Callers.Merchant merchant, long amountFen, LocalDate on) {
        return new PaymentSucceeded(
                "payment:" + UUID.randomUUID(),
                TxType.CONSUME,
                PAYER,
                new WalletParty(merchant.walletId(), "002"),
                amountFen,
                Optional.of(new PaymentEvent.Sale(merchant.no(), Optional.empty(), Callers.anId(), "Tea")),
                on,
                AT);
    }

    private static RefundSucceeded refund(
            Callers.Merchant merchant, PaymentSucceeded paid, long amountFen, LocalDate on) {
        return new RefundSucceeded(
                "refund:" + UUID.randomUUID(),
                paid.businessId(),
                paid.payee(),
                PAYER,
                amountFen,
                new PaymentEvent.Sale(merchant.no(), Optional.empty(), Callers.anId(), "Tea"),
                on,
                AT);
    }

    private static void tell(PaymentEvent... facts) {
        EVENTS.sendAll(Topics.PAYMENT, "fees", List.of(facts));
    }

    private static StepId step(PaymentEvent fact, int attempt) {
        var id = fact.businessId();
        return new StepId("fee" + id.substring(id.indexOf(':')), "post", attempt);
    }

    private static PostEntry asked(PaymentEvent fact, int attempt) {
        var step = step(fact, attempt);
        return EVENTS.await(
                Topics.LEDGER_REQUEST, PostEntry.class, request -> request.id().equals(step));
    }

    private static List<PostEntry> requests(StepId step) {
        return EVENTS.seen(
                Topics.LEDGER_REQUEST, PostEntry.class, request -> request.id().equals(step));
    }

    private static long amount(PostEntry asked) {
        return asked.entry().legs().getFirst().amountFen();
    }

    private static void post(PostEntry asked) {
        var legs = asked.entry().legs().stream()
                .map(leg -> new Leg(leg.debit(), leg.credit(), leg.amountFen()))
                .toList();
        EVENTS.send(
                Topics.LEDGER,
                asked.id().businessId(),
                new Posted(
                        asked.id(),
                        new Entry(
                                UUID.randomUUID().getMostSignificantBits() >>> 1,
                                asked.entry().txType(),
                                DAY,
                                legs,
                                AT,
                                AT,
                                AT)));
    }

    private static void reject(PostEntry asked, Reason reason) {
        EVENTS.send(
                Topics.LEDGER,
                asked.id().businessId(),
                new Rejected(
                        asked.id(),
                        reason,
                        Optional.of(asked.entry().legs().getFirst().debit()),
                        AT));
    }

    private void awaitStates(PaymentEvent fact, String state) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> states(fact), List.of(state)::equals);
    }

    private List<String> states(PaymentEvent fact) {
        return sql.sql("select state from fee where sale_business_id = :id")
                .bind("id", fact.businessId())
                .mapValue(String.class)
                .all()
                .collectList()
                .blockOptional()
                .orElseThrow();
    }

    private long rows(String saleBusinessId) {
        return one("select count(*) from fee where sale_business_id = :id", saleBusinessId);
    }

    private long sum(PaymentSucceeded paid, String kind) {
        return one(
                "select coalesce(sum(amount_fen), 0)::bigint from fee where payment_business_id = :id and kind = '"
                        + kind + "'",
                paid.businessId());
    }

    private long count(PaymentSucceeded paid, String kind, String state) {
        return one(
                "select count(*) from fee where payment_business_id = :id and kind = '" + kind + "' and state = '"
                        + state + "'",
                paid.businessId());
    }

    private long one(String query, String id) {
        return sql.sql(query)
                .bind("id", id)
                .mapValue(Long.class)
                .one()
                .blockOptional()
                .orElseThrow();
    }

    private Map<String, Object> line(Callers.Merchant merchant, PaymentEvent fact) {
        var on = callers.get("/v1/merchants/" + merchant.no() + "/sales?on=" + DAY, merchant.party(), "MERCHANT");
        return on.lines().stream()
                .filter(line -> fact.businessId().equals(line.get("businessId")))
                .findFirst()
                .orElseThrow();
    }
}

package cn.jiaozi.merchant;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerEvent.Entry;
import cn.jiaozi.contracts.LedgerEvent.Leg;
import cn.jiaozi.contracts.LedgerEvent.Posted;
import cn.jiaozi.contracts.LedgerEvent.Rejected;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.LedgerRequest.ConstrainAccount;
import cn.jiaozi.contracts.LedgerRequest.PostEntry;
import cn.jiaozi.contracts.MerchantEvent.PayoutRequested;
import cn.jiaozi.contracts.Payee;
import cn.jiaozi.contracts.PaymentEvent;
import cn.jiaozi.contracts.PaymentEvent.PaymentSucceeded;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.contracts.WalletParty;
import cn.jiaozi.merchant.Callers.Answer;
import cn.jiaozi.merchant.Callers.Merchant;
import cn.jiaozi.testkit.EventsAwaited;
import cn.jiaozi.testkit.ServiceTest;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/// From a refund that the bank has advanced to the last fen that sales have brought back.
@ServiceTest
class ReceivableServiceIT {
    private static final EventsAwaited EVENTS = new EventsAwaited();
    private static final LocalDate DAY = LocalDate.of(2096, 3, 20);
    private static final String PAYER = "wallet:0020000000000014:available";

    private final Callers callers;
    private final DatabaseClient sql;
    private final MeterRegistry metrics;

    ReceivableServiceIT(
            @Autowired WebTestClient http, @Autowired DatabaseClient sql, @Autowired MeterRegistry metrics) {
        this.callers = new Callers(http);
        this.sql = sql;
        this.metrics = metrics;
    }

    @AfterAll
    static void close() {
        EVENTS.close();
    }

    /// With a wallet of its own.
    private Merchant aMerchant() {
        var merchant = callers.anApplicant();
        String wallet = "00%014d".formatted(ThreadLocalRandom.current().nextLong(100_000_000_000_000L));
        sql.sql("update merchant set wallet_id = :wallet where merchant_no = :no")
                .bind("wallet", wallet)
                .bind("no", merchant.no())
                .then()
                .block();
        callers.approve(merchant);
        return new Merchant(merchant.no(), merchant.party(), wallet);
    }

    @Test
    void takesWhatWasAdvancedFromComingSales() {
        var merchant = aMerchant();
        var refund = advanced(merchant, 30, 70, now());
        tell(refund, refund);

        // The wallet is looked at at once, and is empty.
        var first = asked(refund, "post");
        assertThat(first.entry().txType()).isEqualTo(TxType.REFUND_RECOVERY);
        assertThat(first.entry().legs().getFirst().debit()).isEqualTo(available(merchant));
        assertThat(first.entry().legs().getFirst().credit()).isEqualTo(owed(merchant));
        assertThat(first.entry().legs().getFirst().amountFen()).isEqualTo(70);
        reject(first);
        awaitLeft(merchant, 70, false);

        sell(merchant, 50);
        var second = asked(refund, "post-2");
        take(second, 50);
        take(second, 50);
        awaitLeft(merchant, 20, false);

        sell(merchant, 50);
        var third = asked(refund, "post-3");
        assertThat(third.entry().legs().getFirst().amountFen()).isEqualTo(20);
        take(third, 20);
        awaitLeft(merchant, 0, false);
        tell(refund);
        sell(merchant, 50);

        assertThat(lines(list(merchant, ""))).isEmpty();
        assertThat(EVENTS.seen(
                        Topics.LEDGER_REQUEST,
                        PostEntry.class,
                        r -> r.id().businessId().equals(idOf(refund))))
                .extracting(request -> request.id().step())
                .containsOnly("post", "post-2", "post-3");
    }

    /// A sale that comes while the ledger is asked must not wait for the next one.
    @Test
    void asksAgainAtOnceWhereSomethingWasSoldMeanwhile() {
        var merchant = aMerchant();
        var refund = advanced(merchant, 0, 40, now());
        tell(refund);
        var first = asked(refund, "post");

        sell(merchant, 500);
        awaitLeft(merchant, 40, true);
        reject(first);

        take(asked(refund, "post-2"), 40);
        awaitLeft(merchant, 0, false);
    }

    @Test
    void setsOffTheOldestFirstAndAsMuchAsWasSold() {
        var merchant = aMerchant();
        var refunds = new ArrayList<Posted>();
        for (int n = 0; n < 3; n++) {
            var refund = advanced(merchant, 0, 100, now().minusSeconds(100 - n));
            refunds.add(refund);
            tell(refund);
            reject(asked(refund, "post"));
        }
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> waiting(merchant) == 3);

        sell(merchant, 101);

        asked(refunds.get(0), "post-2");
        asked(refunds.get(1), "post-2");
        assertThat(waiting(merchant)).isEqualTo(1);
    }

    @Test
    void leavesWhatIsOwedInTheWalletWhenItPaysOut() {
        var merchant = aMerchant();
        tell(advanced(merchant, 0, 70, now()));
        tell(advanced(merchant, 0, 5, now()));
        awaitLeft(merchant, 75, false);

        var asked = callers.put(
                "/v1/merchants/" + merchant.no() + "/payouts/" + Callers.anId(),
                merchant.party(),
                "MERCHANT",
                Map.of());

        assertThat(asked.status()).as(asked.body().toString()).isEqualTo(202);
        assertThat(EVENTS.await(
                                Topics.MERCHANT,
                                PayoutRequested.class,
                                request -> request.businessId().equals(asked.text("businessId")))
                        .keepFen())
                .isEqualTo(75);
    }

    @Test
    void showsWhatIsOwedByItsAge() {
        var merchant = aMerchant();
        var other = aMerchant();
        var ages = List.of(0, 30, 31, 60, 61, 90, 91);
        for (int days : ages) {
            tell(advanced(merchant, 0, 1 + days, now().minus(Duration.ofDays(days))));
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> lines(list(merchant, "")).size() == ages.size());

        var all = list(merchant, "");
        assertThat(lines(all)).extracting(line -> line.get("ageDays")).containsExactly(91, 90, 61, 60, 31, 30, 0);
        assertThat(lines(all))
                .extracting(line -> line.get("bucket"))
                .containsExactly("90+", "61-90", "61-90", "31-60", "31-60", "0-30", "0-30");
        assertThat(lines(all).getFirst())
                .containsEntry("merchantNo", merchant.no())
                .containsEntry("owedFen", 92)
                .containsEntry("takenFen", 0)
                .containsEntry("leftFen", 92);
        assertThat(buckets(all)).containsExactly("0-30 2 32", "31-60 2 93", "61-90 2 153", "90+ 1 92");
        assertThat(lines(list(merchant, "?bucket=61-90")))
                .extracting(line -> line.get("leftFen"))
                .containsExactly(91, 62);

        var page = list(merchant, "?limit=4");
        var next = list(merchant, "?limit=4&cursor=" + page.text("nextCursor"));
        assertThat(lines(page)).hasSize(4);
        assertThat(lines(next)).isEqualTo(lines(all).subList(4, 7));
        assertThat(next.body()).doesNotContainKey("nextCursor");

        assertThat(lines(list(other, ""))).isEmpty();
        assertThat(callers.get(path(merchant), other.party(), "MERCHANT").text("reason"))
                .isEqualTo("MERCHANT_NOT_FOUND");
        assertThat(callers.get("/v1/receivables", merchant.party(), "MERCHANT").status())
                .isEqualTo(403);
        var queue = callers.get("/v1/receivables?bucket=90+&limit=200", "clerk", "OPERATOR");
        assertThat(lines(queue))
                .filteredOn(line -> merchant.no().equals(line.get("merchantNo")))
                .extracting(line -> line.get("ageDays"))
                .containsExactly(91);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(metrics.get("jiaozi.receivable.open.fen")
                                .tag("bucket", "90+")
                                .gauge()
                                .value())
                        .isGreaterThanOrEqualTo(92));
    }

    @Test
    void isNotClosedWhileSomethingIsOwed() {
        var merchant = aMerchant();
        tell(advanced(merchant, 0, 70, now()));
        awaitLeft(merchant, 70, false);

        var closing = callers.put(
                "/v1/merchants/" + merchant.no() + "/closing", "clerk", "OPERATOR", Map.of("reason", "moved away"));

        assertThat(closing.status()).isEqualTo(409);
        assertThat(closing.text("detail")).contains("1 refund is advanced");
    }

    /// Grades of two merchants after one another, and what is announced and asked for.
    @Test
    void movesTheLimitWithTheGrade() {
        var merchant = aMerchant();
        assertThat(told(merchant, 1).refundAdvanceFen()).contains(200_000L);
        var first = limited(merchant, 200_000);
        EVENTS.send(
                Topics.LEDGER,
                first.id().businessId(),
                new Rejected(first.id(), Reason.ACCOUNT_NOT_FOUND, Optional.of(owed(merchant)), now()));

        // The bank has paid: now there is an account.
        tell(advanced(merchant, 0, 70, now()));
        var again = EVENTS.await(
                        Topics.LEDGER_REQUEST,
                        ConstrainAccount.class,
                        request -> request.address().equals(owed(merchant)),
                        2)
                .getLast();
        assertThat(again.version()).isGreaterThan(first.version());
        assertThat(again.capFen()).contains(200_000L);
        assertThat(again.floorFen()).isZero();

        regrade(merchant, "C");
        assertThat(told(merchant, 2).refundAdvanceFen()).contains(50_000L);
        assertThat(limited(merchant, 50_000).version()).isGreaterThan(again.version());

        callers.put(
                "/v1/merchants/" + merchant.no() + "/suspension", "clerk", "OPERATOR", Map.of("reason", "looked into"));
        assertThat(told(merchant, 3).refundAdvanceFen()).isEmpty();
        var last = limited(merchant, 0);
        EVENTS.send(Topics.LEDGER, last.id().businessId(), new LedgerEvent.Constrained(last.id(), now()));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> count(
                                "select count(*) from asked where business_id = :id and step = :step",
                                Map.of(
                                        "id",
                                        last.id().businessId(),
                                        "step",
                                        last.id().step()))
                        == 0);
    }

    /// A refund may have opened the account in between, with the limit of then.
    @Test
    void asksForALimitThatCameBack() {
        var merchant = aMerchant();
        var first = limited(merchant, 200_000);

        regrade(merchant, "C");
        regrade(merchant, "B");

        var last = EVENTS.await(
                Topics.LEDGER_REQUEST,
                ConstrainAccount.class,
                request -> request.address().equals(owed(merchant))
                        && request.version() > first.version()
                        && request.capFen().equals(Optional.of(200_000L)));
        assertThat(last.floorFen()).isZero();
    }

    private void regrade(Merchant merchant, String grade) {
        callers.review(
                merchant.no(),
                Callers.anId(),
                Callers.REVIEWER,
                Map.of("kind", "REGRADE", "riskGrade", grade, "reason", "many refunds"));
    }

    private static Payee told(Merchant merchant, long version) {
        return EVENTS.await(
                Topics.MERCHANT_PAYEE,
                Payee.class,
                payee -> payee.key().equals(merchant.no()) && payee.version() == version);
    }

    private static ConstrainAccount limited(Merchant merchant, long fen) {
        return EVENTS.await(
                Topics.LEDGER_REQUEST,
                ConstrainAccount.class,
                request -> request.address().equals(owed(merchant))
                        && request.capFen().equals(Optional.of(fen)));
    }

    private static Posted advanced(Merchant merchant, long ownFen, long advancedFen, Instant at) {
        var legs = new ArrayList<Leg>();
        if (ownFen > 0) {
            legs.add(new Leg(available(merchant), PAYER, ownFen));
        }
        legs.add(new Leg(owed(merchant), PAYER, advancedFen));
        return new Posted(StepId.first("refund:" + UUID.randomUUID(), "post"), entry(TxType.REFUND, legs, at));
    }

    private static Entry entry(TxType type, List<Leg> legs, Instant at) {
        return new Entry(UUID.randomUUID().getMostSignificantBits() >>> 1, type, DAY, legs, at, at, at);
    }

    private static void tell(Posted... entries) {
        EVENTS.sendAll(Topics.LEDGER, entries[0].id().businessId(), List.of(entries));
    }

    private void sell(Merchant merchant, long fen) {
        var sale = new PaymentSucceeded(
                "payment:" + UUID.randomUUID(),
                TxType.CONSUME,
                new WalletParty("0020000000000014", "002"),
                new WalletParty(merchant.walletId(), "002"),
                fen,
                Optional.of(new PaymentEvent.Sale(merchant.no(), Optional.empty(), Callers.anId(), "Tea")),
                DAY,
                now());
        EVENTS.send(Topics.PAYMENT, "sales", sale);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> count("select count(*) from sale where business_id = :id", Map.of("id", sale.businessId()))
                        == 1);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    private static String idOf(Posted refund) {
        return refund.id().businessId().replace("refund:", "advance:");
    }

    private static PostEntry asked(Posted refund, String step) {
        var id = StepId.first(idOf(refund), step);
        return EVENTS.await(
                Topics.LEDGER_REQUEST, PostEntry.class, request -> request.id().equals(id));
    }

    private static void take(LedgerRequest asked, long fen) {
        var leg = ((PostEntry) asked).entry().legs().getFirst();
        EVENTS.send(
                Topics.LEDGER,
                asked.id().businessId(),
                new Posted(
                        asked.id(),
                        entry(TxType.REFUND_RECOVERY, List.of(new Leg(leg.debit(), leg.credit(), fen)), now())));
    }

    private static void reject(PostEntry asked) {
        EVENTS.send(
                Topics.LEDGER,
                asked.id().businessId(),
                new Rejected(
                        asked.id(),
                        Reason.INSUFFICIENT_FUNDS,
                        Optional.of(asked.entry().legs().getFirst().debit()),
                        now()));
    }

    private void awaitLeft(Merchant merchant, long fen, boolean sold) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> count("""
                                select coalesce(sum(owed_fen - taken_fen), 0)::bigint from receivable
                                where merchant_no = :no and (taken_fen = owed_fen or sold = :sold)
                                """, Map.of("no", merchant.no(), "sold", sold)) == fen);
    }

    /// Those that nobody has asked the ledger about.
    private long waiting(Merchant merchant) {
        return count(
                "select count(*) from receivable where merchant_no = :no and again_at is not null",
                Map.of("no", merchant.no()));
    }

    private long count(String query, Map<String, Object> values) {
        var statement = sql.sql(query);
        for (var each : values.entrySet()) {
            statement = statement.bind(each.getKey(), each.getValue());
        }
        return statement.mapValue(Long.class).one().blockOptional().orElseThrow();
    }

    private Answer list(Merchant merchant, String query) {
        return callers.get(path(merchant) + query, merchant.party(), "MERCHANT");
    }

    private static String path(Merchant merchant) {
        return "/v1/merchants/" + merchant.no() + "/receivables";
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> lines(Answer answer) {
        return (List<Map<String, Object>>) answer.body().getOrDefault("receivables", List.of());
    }

    @SuppressWarnings("unchecked")
    private static List<String> buckets(Answer answer) {
        var ageing = (Map<String, Object>) answer.body().getOrDefault("ageing", Map.of());
        return ((List<Map<String, Object>>) ageing.getOrDefault("buckets", List.of()))
                .stream()
                        .map(sum -> sum.get("bucket") + " " + sum.get("count") + " " + sum.get("leftFen"))
                        .toList();
    }

    private static String available(Merchant merchant) {
        return "wallet:" + merchant.walletId() + ":available";
    }

    private static String owed(Merchant merchant) {
        return "wallet:" + merchant.walletId() + ":receivable:refunds";
    }
}

package cn.jiaozi.wallet.authorization;

import static cn.jiaozi.wallet.WalletFixture.events;
import static cn.jiaozi.wallet.WalletFixture.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.jiaozi.contracts.AuthFactor;
import cn.jiaozi.contracts.LedgerRequest.AccountSpec;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.LedgerRequest.PostEntry;
import cn.jiaozi.contracts.LedgerRequest.UpTo;
import cn.jiaozi.contracts.PaymentEvent.PaymentRequested;
import cn.jiaozi.contracts.PaymentEvent.RefundRequested;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Subject;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.contracts.WalletEvent;
import cn.jiaozi.contracts.WalletParty;
import cn.jiaozi.testkit.Reannounce;
import cn.jiaozi.testkit.ServiceTest;
import cn.jiaozi.testkit.TestTokens;
import cn.jiaozi.wallet.WalletFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@ServiceTest
class AuthorizationServiceIT {
    private static final Instant BEFORE_MIDNIGHT = Instant.parse("2026-11-22T15:59:59.999Z");
    private static final Instant MIDNIGHT = Instant.parse("2026-11-22T16:00:00Z");

    private final WebTestClient http;
    private final DatabaseClient sql;
    private final WalletFixture wallets;

    AuthorizationServiceIT(@Autowired WebTestClient http, @Autowired DatabaseClient sql) {
        this.http = http;
        this.wallets = new WalletFixture(http);
        this.sql = sql;
    }

    @Test
    void announcesTheStoredOutcomeAgain() {
        var alice = unique("alice");
        var payer = wallets.aClassIiWallet(alice, WalletFixture.anAccountNo());
        var payee = wallets.aClassIvWallet(unique("bob"));
        var request = request(payer, payee, 100, alice, Instant.now());

        send(request);
        send(request);

        var asked = events().await(Topics.LEDGER_REQUEST, PostEntry.class, entryOf(request), 2);
        assertThat(asked.getFirst()).isEqualTo(asked.getLast());
        assertThat(asked.getFirst().entry().validUntil()).contains(request.validUntil());
        assertUsage(payer);
    }

    @Test
    void asksTheLedgerAgainWhatItHasNotAnswered() {
        var alice = unique("alice");
        var payer = wallets.aClassIiWallet(alice, WalletFixture.anAccountNo());
        var request = request(payer, wallets.aClassIvWallet(unique("bob")), 100, alice, Instant.now());
        send(request);
        WalletFixture.asked(PostEntry.class, request.businessId());

        Reannounce.everything(http);

        var asked = events().await(Topics.LEDGER_REQUEST, PostEntry.class, entryOf(request), 2);
        assertThat(asked.getFirst()).isEqualTo(asked.getLast());
        assertUsage(payer);
    }

    @Test
    void refusesAndAnnouncesTheStoredRefusalAgain() {
        var payer = wallets.aClassIiWallet(unique("alice"), WalletFixture.anAccountNo());
        var payee = wallets.aClassIvWallet(unique("bob"));
        var request = request(payer, payee, 100, "mallory", Instant.now());

        send(request);
        send(request);

        var refused = events().await(
                        Topics.WALLET,
                        WalletEvent.Refused.class,
                        event -> event.businessId().equals(request.businessId()),
                        2);
        assertThat(refused.getFirst()).isEqualTo(refused.getLast());
        assertThat(refused.getFirst().reason()).isEqualTo(Reason.WALLET_NOT_YOURS);
    }

    @Test
    void answersOtherContentWithAConflictAndChangesNothing() {
        var alice = unique("alice");
        var payer = wallets.aClassIiWallet(alice, WalletFixture.anAccountNo());
        var payee = wallets.aClassIvWallet(unique("bob"));
        var request = request(payer, payee, 100, alice, Instant.now());
        send(request);
        WalletFixture.asked(PostEntry.class, request.businessId());

        send(new PaymentRequested(
                request.businessId(),
                request.txType(),
                request.payer(),
                request.payee(),
                101,
                alice,
                request.authFactors(),
                request.requestedAt(),
                request.validUntil()));

        var conflict = events().await(
                        Topics.WALLET,
                        WalletEvent.Conflicted.class,
                        event -> event.businessId().equals(request.businessId()));
        assertThat(conflict.field()).isEqualTo("amountFen");
        assertThat(spentFen(payer)).isEqualTo(100);
        assertUsage(payer);
    }

    @Test
    void countsOneMillisecondBeforeMidnightOnTheDayBefore() {
        var alice = unique("alice");
        var payer = wallets.aClassIiWallet(alice, WalletFixture.anAccountNo());
        var payee = wallets.aClassIvWallet(unique("bob"));
        var before = request(payer, payee, 300, alice, BEFORE_MIDNIGHT);
        var after = request(payer, payee, 500, alice, MIDNIGHT);
        send(before);
        send(after);
        WalletFixture.asked(PostEntry.class, after.businessId());
        assertThat(days(payer)).isEqualTo(Map.of("2026-11-22", 300L, "2026-11-23", 500L));

        // Given back after midnight, to the day on which it had counted.
        WalletFixture.reject(
                WalletFixture.asked(PostEntry.class, before.businessId()).id(), Reason.INSUFFICIENT_FUNDS);

        await().untilAsserted(() -> assertThat(days(payer)).isEqualTo(Map.of("2026-11-22", 0L, "2026-11-23", 500L)));
        assertUsage(payer);
    }

    @Test
    void givesBackOnceWhateverIsRepeated() {
        var alice = unique("alice");
        var payer = wallets.aClassIiWallet(alice, WalletFixture.anAccountNo());
        var payee = wallets.aClassIvWallet(unique("bob"));
        var first = request(payer, payee, 300, alice, Instant.now());
        var second = request(payer, payee, 400, alice, Instant.now());
        send(first);
        send(second);
        var rejected = WalletFixture.asked(PostEntry.class, first.businessId());
        WalletFixture.reject(rejected.id(), Reason.INSUFFICIENT_FUNDS);
        WalletFixture.reject(rejected.id(), Reason.INSUFFICIENT_FUNDS);
        await().untilAsserted(() -> assertThat(state(first.businessId())).isEqualTo("RELEASED"));

        // A released id is not decided again: its stored request is announced, and the ledger's rejection is sticky.
        send(first);
        var again = events().await(Topics.LEDGER_REQUEST, PostEntry.class, entryOf(first), 2);
        assertThat(again.getLast()).isEqualTo(rejected);
        WalletFixture.reject(rejected.id(), Reason.INSUFFICIENT_FUNDS);
        WalletFixture.post(WalletFixture.asked(PostEntry.class, second.businessId()));
        WalletFixture.post(WalletFixture.asked(PostEntry.class, second.businessId()));

        await().untilAsserted(() -> assertThat(state(second.businessId())).isEqualTo("SETTLED"));
        assertThat(spentFen(payer)).isEqualTo(400);
        assertUsage(payer);
    }

    @Test
    void keepsTheDailyLimitWhenManyArriveAtOnce() {
        var alice = unique("alice");
        var payer = wallets.aClassIvWallet(alice);
        var payee = wallets.aCorporateWallet(unique("shop"));
        var now = Instant.now();
        var requests = IntStream.range(0, 40)
                .mapToObj(_ -> new PaymentRequested(
                        "payment:" + UUID.randomUUID(),
                        TxType.CONSUME,
                        new WalletParty(payer, "002"),
                        new WalletParty(payee, "002"),
                        20_000,
                        alice,
                        Set.of(AuthFactor.DEVICE_KEY),
                        now,
                        now.plusSeconds(60)))
                .toList();

        events().sendAll(Topics.PAYMENT, payer, requests);

        var ids = requests.stream().map(PaymentRequested::businessId).toList();
        events().await(
                        Topics.LEDGER_REQUEST,
                        PostEntry.class,
                        post -> ids.contains(post.id().businessId()),
                        25);
        var refused =
                events().await(Topics.WALLET, WalletEvent.Refused.class, event -> ids.contains(event.businessId()), 15);
        assertThat(refused).extracting(WalletEvent.Refused::reason).containsOnly(Reason.LIMIT_DAILY);
        assertThat(spentFen(payer)).isEqualTo(500_000);
        assertUsage(payer);
        var usage = WalletFixture.body(wallets.get(WalletFixture.customer(alice), "/v1/wallets/" + payer + "/usage"));
        assertThat(usage.get("day")).isEqualTo(Map.of("usedFen", 500_000, "limitFen", 500_000, "leftFen", 0));
    }

    @Test
    void refusesATokenAloneUntilPinFreeIsSwitchedOn() {
        var alice = unique("alice");
        var payer = wallets.aClassIiWallet(alice, WalletFixture.anAccountNo());
        var payee = wallets.aClassIvWallet(unique("bob"));
        var now = Instant.now();

        var early = withoutFactor(request(payer, payee, 1, alice, now));
        send(early);
        assertThat(refusal(early)).isEqualTo(Reason.AUTH_FACTOR_MISSING);
        setPinFree(alice, payer, 100, 250);
        var small = withoutFactor(request(payer, payee, 100, alice, now));
        var large = withoutFactor(request(payer, payee, 101, alice, now));
        var signed = request(payer, payee, 5_000, alice, now);
        send(small);
        send(large);
        send(signed);
        WalletFixture.asked(PostEntry.class, small.businessId());
        assertThat(refusal(large)).isEqualTo(Reason.AUTH_FACTOR_MISSING);
        WalletFixture.asked(PostEntry.class, signed.businessId());
        assertThat(pinFreeUsage(payer)).containsExactly("100 in 1");

        // What was refused stays refused, whatever has been switched on since.
        send(early);
        events().await(
                        Topics.WALLET,
                        WalletEvent.Refused.class,
                        event -> event.businessId().equals(early.businessId()),
                        2);
        assertUsage(payer);
    }

    @Test
    void keepsThePinFreeLimitsWhenManyArriveAtOnceAndGivesBack() {
        var alice = unique("alice");
        var payer = wallets.aClassIvWallet(alice);
        var payee = wallets.aCorporateWallet(unique("shop"));
        setPinFree(alice, payer, 200, 1_000);
        var now = Instant.now();
        var requests = IntStream.range(0, 20)
                .mapToObj(_ -> new PaymentRequested(
                        "payment:" + UUID.randomUUID(),
                        TxType.CONSUME,
                        new WalletParty(payer, "002"),
                        new WalletParty(payee, "002"),
                        200,
                        alice,
                        Set.of(),
                        now,
                        now.plusSeconds(60)))
                .toList();

        events().sendAll(Topics.PAYMENT, payer, requests);

        var ids = requests.stream().map(PaymentRequested::businessId).toList();
        var authorized = events().await(
                        Topics.LEDGER_REQUEST,
                        PostEntry.class,
                        post -> ids.contains(post.id().businessId()),
                        5);
        var refused =
                events().await(Topics.WALLET, WalletEvent.Refused.class, event -> ids.contains(event.businessId()), 15);
        assertThat(refused).extracting(WalletEvent.Refused::reason).containsOnly(Reason.AUTH_FACTOR_MISSING);
        assertThat(pinFreeUsage(payer)).containsExactly("1000 in 5");
        assertUsage(payer);

        authorized.forEach(post -> WalletFixture.reject(post.id(), Reason.INSUFFICIENT_FUNDS));
        authorized.forEach(post -> WalletFixture.reject(post.id(), Reason.INSUFFICIENT_FUNDS));
        await().untilAsserted(() -> assertThat(pinFreeUsage(payer)).containsExactly("0 in 0"));
        assertUsage(payer);
    }

    @Test
    void givesPinFreeUsageBackToItsDayAfterMidnight() {
        var alice = unique("alice");
        var payer = wallets.aClassIiWallet(alice, WalletFixture.anAccountNo());
        var payee = wallets.aClassIvWallet(unique("bob"));
        setPinFree(alice, payer, 300, 300);
        var before = withoutFactor(request(payer, payee, 300, alice, BEFORE_MIDNIGHT));
        var after = withoutFactor(request(payer, payee, 299, alice, MIDNIGHT));
        send(before);
        send(after);
        WalletFixture.asked(PostEntry.class, after.businessId());
        assertThat(pinFreeUsage(payer)).containsExactly("300 in 1", "299 in 1");

        WalletFixture.reject(
                WalletFixture.asked(PostEntry.class, before.businessId()).id(), Reason.INSUFFICIENT_FUNDS);

        await().untilAsserted(() -> assertThat(pinFreeUsage(payer)).containsExactly("0 in 0", "299 in 1"));
        assertUsage(payer);
    }

    @Test
    void letsAnOrganizationPayWithoutAFactor() {
        var shop = unique("shop");
        var payer = wallets.aCorporateWallet(shop);
        var payee = wallets.aClassIvWallet(unique("bob"));
        var request = withoutFactor(request(payer, payee, 1_000, shop, Instant.now()));

        send(request);

        WalletFixture.asked(PostEntry.class, request.businessId());
        assertThat(pinFreeUsage(payer)).isEmpty();
    }

    @Test
    void letsARefundExceedTheCapAndCountsNothing() {
        var shop = unique("shop");
        var payer = wallets.aCorporateWallet(shop);
        var payee = wallets.aClassIvWallet(unique("bob"));
        var refund = refund(payer, payee, 900_000, shop, Optional.empty());

        events().send(Topics.PAYMENT, payer, refund);

        var asked = WalletFixture.asked(PostEntry.class, refund.businessId());
        assertThat(asked.entry().legs().getFirst().mayExceedCap()).isTrue();
        assertThat(days(payer)).isEmpty();
    }

    @Test
    void letsTheBankAdvanceWhatAMerchantCannotRefund() {
        var shop = unique("shop");
        var payer = wallets.aCorporateWallet(shop);
        var payee = wallets.aClassIvWallet(unique("bob"));
        var refund = refund(payer, payee, 900, shop, Optional.of(50_000L));
        var other = new RefundRequested(
                refund.businessId(),
                refund.paymentBusinessId(),
                refund.payer(),
                refund.payee(),
                900,
                shop,
                refund.requestedAt(),
                refund.validUntil(),
                Optional.of(50_001L));

        events().send(Topics.PAYMENT, payer, refund);

        var entry = WalletFixture.asked(PostEntry.class, refund.businessId()).entry();
        var owed = "wallet:" + payer + ":receivable:refunds";
        var to = "wallet:" + payee + ":available";
        assertThat(entry.legs())
                .containsExactly(
                        new LegSpec(
                                "wallet:" + payer + ":available",
                                to,
                                900,
                                Optional.of(new UpTo(0, 0)),
                                Optional.empty(),
                                Optional.empty(),
                                true),
                        new LegSpec(owed, to, 900, Optional.empty(), Optional.of(1), Optional.empty(), true));
        assertThat(entry.opens())
                .containsExactly(new AccountSpec(
                        owed,
                        Subject.MERCHANT_RECEIVABLE,
                        "002",
                        entry.branchCode(),
                        Optional.empty(),
                        Optional.of(0L),
                        Optional.empty(),
                        Optional.of(50_000L)));

        events().send(Topics.PAYMENT, payer, other);
        assertThat(events().await(
                                Topics.WALLET,
                                WalletEvent.Conflicted.class,
                                e -> e.businessId().equals(refund.businessId()))
                        .field())
                .isEqualTo("advanceFen");
    }

    @Test
    void livesWithAnOutcomeOfAnIdThatItNeverSaw() {
        var id = "payment:" + UUID.randomUUID();
        WalletFixture.reject(StepId.first(id, "post"), Reason.INSUFFICIENT_FUNDS);

        // What comes after it is heard.
        assertThat(wallets.aClassIvWallet(unique("bob"))).isNotEmpty();
        assertThat(sql.sql("select 1 as one from payment_authorization where business_id = :id")
                        .bind("id", id)
                        .fetch()
                        .all()
                        .collectList()
                        .block())
                .isEmpty();
    }

    private static PaymentRequested request(String payer, String payee, long amountFen, String by, Instant at) {
        return new PaymentRequested(
                "payment:" + UUID.randomUUID(),
                TxType.P2P,
                new WalletParty(payer, "002"),
                new WalletParty(payee, "002"),
                amountFen,
                by,
                Set.of(AuthFactor.DEVICE_KEY),
                at,
                at.plus(Duration.ofMinutes(1)));
    }

    private static RefundRequested refund(
            String payer, String payee, long amountFen, String shop, Optional<Long> advanceFen) {
        var now = Instant.now();
        return new RefundRequested(
                "refund:" + UUID.randomUUID(),
                "payment:" + UUID.randomUUID(),
                new WalletParty(payer, "002"),
                new WalletParty(payee, "002"),
                amountFen,
                shop,
                now,
                now.plusSeconds(60),
                advanceFen);
    }

    private static PaymentRequested withoutFactor(PaymentRequested request) {
        return new PaymentRequested(
                request.businessId(),
                request.txType(),
                request.payer(),
                request.payee(),
                request.amountFen(),
                request.requestedBy(),
                Set.of(),
                request.requestedAt(),
                request.validUntil());
    }

    private void setPinFree(String party, String walletId, long singleFen, long dailyFen) {
        wallets.put(
                        TestTokens.ofDevice(party),
                        "/v1/wallets/" + walletId + "/pin-free",
                        Map.of("singleFen", singleFen, "dailyFen", dailyFen))
                .expectStatus()
                .isOk();
    }

    private static Reason refusal(PaymentRequested request) {
        return events().await(
                        Topics.WALLET,
                        WalletEvent.Refused.class,
                        event -> event.businessId().equals(request.businessId()))
                .reason();
    }

    private List<String> pinFreeUsage(String walletId) {
        return Objects.requireNonNull(sql.sql("""
                select pin_free_fen || ' in ' || pin_free_count as line from spending where wallet_id = :id order by day
                """)
                .bind("id", walletId)
                .map(row -> Objects.requireNonNull(row.get("line", String.class)))
                .all()
                .collectList()
                .block());
    }

    private static void send(PaymentRequested request) {
        events().send(Topics.PAYMENT, request.payer().walletId(), request);
    }

    private static Predicate<PostEntry> entryOf(PaymentRequested request) {
        return post -> post.id().businessId().equals(request.businessId());
    }

    private Map<String, Long> days(String walletId) {
        return Objects.requireNonNull(sql.sql("select day::text as day, spent_fen from spending where wallet_id = :id")
                .bind("id", walletId)
                .map(row -> Map.entry(
                        Objects.requireNonNull(row.get("day", String.class)),
                        Objects.requireNonNull(row.get("spent_fen", Long.class))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .block());
    }

    private long spentFen(String walletId) {
        return days(walletId).values().stream().mapToLong(Long::longValue).sum();
    }

    private String state(String businessId) {
        return Objects.requireNonNull(sql.sql("select state from payment_authorization where business_id = :id")
                .bind("id", businessId)
                .map(row -> Objects.requireNonNull(row.get("state", String.class)))
                .one()
                .block());
    }

    /// In SQL, always: usage is the sum of the counted authorizations that are not released, by day and by year.
    private void assertUsage(String walletId) {
        List<Long> wrong = Objects.requireNonNull(sql.sql("""
                select count(*) as wrong from (
                    select s.spent_fen, coalesce((select sum(a.amount_fen) from payment_authorization a
                        where a.payer_wallet_id = s.wallet_id and a.day = s.day and a.counted
                          and a.state <> 'RELEASED'), 0) as counted_fen
                    from spending s where s.wallet_id = :id
                    union all
                    select s.pin_free_fen, coalesce((select sum(a.amount_fen) from payment_authorization a
                        where a.payer_wallet_id = s.wallet_id and a.day = s.day and a.pin_free
                          and a.state <> 'RELEASED'), 0)
                    from spending s where s.wallet_id = :id
                    union all
                    select s.pin_free_count, (select count(*) from payment_authorization a
                        where a.payer_wallet_id = s.wallet_id and a.day = s.day and a.pin_free
                          and a.state <> 'RELEASED')
                    from spending s where s.wallet_id = :id
                    union all
                    select y.spent_fen, coalesce((select sum(a.amount_fen) from payment_authorization a
                        where a.payer_wallet_id = y.wallet_id and extract(year from a.day) = y.year and a.counted
                          and a.state <> 'RELEASED'), 0)
                    from spending_year y where y.wallet_id = :id) usage
                where spent_fen <> counted_fen
                """)
                .bind("id", walletId)
                .map(row -> Objects.requireNonNull(row.get("wrong", Long.class)))
                .all()
                .collectList()
                .block());
        assertThat(wrong).containsExactly(0L);
    }
}

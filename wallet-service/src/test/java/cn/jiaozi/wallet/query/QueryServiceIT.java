package cn.jiaozi.wallet.query;

import static cn.jiaozi.wallet.WalletFixture.anAccountNo;
import static cn.jiaozi.wallet.WalletFixture.asked;
import static cn.jiaozi.wallet.WalletFixture.customer;
import static cn.jiaozi.wallet.WalletFixture.events;
import static cn.jiaozi.wallet.WalletFixture.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest.CaptureHold;
import cn.jiaozi.contracts.LedgerRequest.HoldEntry;
import cn.jiaozi.contracts.LedgerRequest.VoidHold;
import cn.jiaozi.contracts.MerchantEvent.CoreQueryRequested;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.contracts.WalletEvent;
import cn.jiaozi.contracts.WalletEvent.CoreAnswered;
import cn.jiaozi.contracts.WalletEvent.CoreWord;
import cn.jiaozi.testkit.ServiceTest;
import cn.jiaozi.wallet.CoreStub;
import cn.jiaozi.wallet.CoreStub.Fault;
import cn.jiaozi.wallet.WalletFixture;
import cn.jiaozi.wallet.exchange.PayoutFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/// What merchant-service asks is asked of the core, and answered once.
@ServiceTest
class QueryServiceIT {
    private final WalletFixture wallets;
    private final DatabaseClient sql;

    QueryServiceIT(@Autowired WebTestClient http, @Autowired DatabaseClient sql) {
        this.wallets = new WalletFixture(http);
        this.sql = sql;
    }

    @Test
    void tellsOfATransferThatIsDoneAndOfOneThatCameBackSince() {
        var transfer = id(PayoutFixture.paid(PayoutFixture.aShop(wallets), 700));

        var question = ask(transfer);
        var done = answered(question);
        assertThat(done.word()).isEqualTo(CoreWord.DONE);
        assertThat(done.bankRef()).contains("B-" + transfer);

        CoreStub.SHARED.sendBack(transfer, 700);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> count("select count(*) from bank_return where request_id = '" + transfer + "'") == 1);
        assertThat(answered(ask(transfer)).word()).isEqualTo(CoreWord.RETURNED);

        // Asked again, the first question is answered as it was.
        send(question);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(events().seen(
                                        Topics.WALLET,
                                        CoreAnswered.class,
                                        event -> event.businessId().equals(question.businessId())))
                        .containsExactly(done, done));
    }

    @Test
    void asksFiveTimesForWhatTheCoreDoesNotKnow() {
        var stranger = UUID.randomUUID().toString();

        var answer = answered(ask(stranger));

        assertThat(answer.word()).isEqualTo(CoreWord.NOT_FOUND);
        assertThat(answer.bankRef()).isEmpty();
        assertThat(CoreStub.SHARED.callsFor(stranger)).containsExactly("GET", "GET", "GET", "GET", "GET");
    }

    @Test
    void movesAnExchangeOnThatStillWaitsForItsAnswer() {
        var exchange = stuck();

        var answer = answered(ask(id(exchange)));

        assertThat(answer.word()).isEqualTo(CoreWord.DONE);
        assertThat(asked(CaptureHold.class, exchange).hold().businessId()).isEqualTo(exchange);
    }

    @Test
    void givesAnExchangeBackThatTheCoreHasRefused() {
        var alice = unique("alice");
        var account = anAccountNo();
        var path = path(alice, account);
        CoreStub.SHARED.next(account, Fault.ACCOUNT_FROZEN);
        var exchange = begun(alice, path);
        var hold = asked(HoldEntry.class, exchange);
        WalletFixture.hold(hold);
        var back = asked(VoidHold.class, exchange);
        WalletFixture.answer(new LedgerEvent.Voided(back.id(), hold.id(), WalletFixture.entry(hold.entry())));
        wallets.ended(customer(alice), path, "FAILED");

        var answer = answered(ask(id(exchange)));

        assertThat(answer.word()).isEqualTo(CoreWord.REFUSED);
        assertThat(answer.reason()).contains(Reason.BANK_ACCOUNT_FROZEN);
    }

    @Test
    void refusesAnIdThatAskedForSomethingElse() {
        var question = ask(UUID.randomUUID().toString());

        send(new CoreQueryRequested(question.businessId(), UUID.randomUUID().toString(), question.requestedAt()));

        assertThat(events().await(
                                Topics.WALLET,
                                WalletEvent.Conflicted.class,
                                event -> event.businessId().equals(question.businessId()))
                        .field())
                .isEqualTo("requestId");
    }

    /// Its answer was lost, and the clock that would ask for it is put off.
    private String stuck() {
        var alice = unique("alice");
        var account = anAccountNo();
        var path = path(alice, account);
        CoreStub.SHARED.next(
                account, Fault.LOST, Fault.UNAVAILABLE, Fault.UNAVAILABLE, Fault.UNAVAILABLE, Fault.UNAVAILABLE);
        var exchange = begun(alice, path);
        WalletFixture.hold(asked(HoldEntry.class, exchange));
        // Only between two calls: during one its next try is further off.
        await().atMost(Duration.ofSeconds(10))
                .until(() -> Objects.equals(
                        sql.sql("""
                        update exchange set next_try_at = now() + interval '1 hour'
                        where business_id = :id and state = 'UNKNOWN'
                            and next_try_at between now() + interval '100 milliseconds'
                                and now() + interval '10 seconds'
                        """).bind("id", exchange).fetch().rowsUpdated().block(), 1L));
        return exchange;
    }

    private String path(String party, String account) {
        return "/v1/wallets/" + wallets.aClassIiWallet(party, account) + "/exchanges/" + unique("exchange");
    }

    private String begun(String party, String path) {
        var body =
                WalletFixture.body(wallets.put(customer(party), path, Map.of("kind", "EXCHANGE_IN", "amountFen", 700)));
        return Objects.requireNonNull(body.get("businessId")).toString();
    }

    private static String id(String businessId) {
        return businessId.substring(businessId.indexOf(':') + 1);
    }

    private static CoreQueryRequested ask(String requestId) {
        var question = new CoreQueryRequested(
                "core-query:" + UUID.randomUUID(), requestId, Instant.parse("2026-11-29T02:00:00Z"));
        send(question);
        return question;
    }

    private static void send(CoreQueryRequested question) {
        events().send(Topics.MERCHANT, question.requestId(), question);
    }

    private static CoreAnswered answered(CoreQueryRequested question) {
        return events().await(
                        Topics.WALLET,
                        CoreAnswered.class,
                        event -> event.businessId().equals(question.businessId()));
    }

    private long count(String query) {
        return Objects.requireNonNull(sql.sql(query).mapValue(Long.class).one().block());
    }
}

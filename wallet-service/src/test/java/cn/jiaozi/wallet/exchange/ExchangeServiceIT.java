package cn.jiaozi.wallet.exchange;

import static cn.jiaozi.wallet.WalletFixture.anAccountNo;
import static cn.jiaozi.wallet.WalletFixture.asked;
import static cn.jiaozi.wallet.WalletFixture.customer;
import static cn.jiaozi.wallet.WalletFixture.entry;
import static cn.jiaozi.wallet.WalletFixture.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.LedgerRequest.HoldEntry;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.testkit.ServiceTest;
import cn.jiaozi.wallet.CoreStub;
import cn.jiaozi.wallet.CoreStub.Fault;
import cn.jiaozi.wallet.WalletFixture;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@ServiceTest
class ExchangeServiceIT {
    private final DatabaseClient sql;
    private final WalletFixture wallets;

    ExchangeServiceIT(@Autowired WebTestClient http, @Autowired DatabaseClient sql) {
        this.wallets = new WalletFixture(http);
        this.sql = sql;
    }

    /// How the core answers one call after the other, and the calls that it takes to know.
    @ParameterizedTest
    @CsvSource({
        "EXCHANGE_IN, NONE, PUT",
        "REDEEM, NONE, PUT",
        "EXCHANGE_IN, LOST, PUT GET",
        "REDEEM, SLOW, PUT GET",
        "EXCHANGE_IN, UNAVAILABLE, PUT GET PUT",
        "REDEEM, SWALLOWED, PUT GET PUT",
        "EXCHANGE_IN, SWALLOWED NONE LOST, PUT GET PUT GET",
        "EXCHANGE_IN, LOST UNAVAILABLE, PUT GET GET",
        "REDEEM, MIXED_UP, PUT GET",
    })
    void succeedsHoweverTheAnswerIsLost(ExchangeKind kind, String faults, String calls) {
        var alice = unique("alice");
        var account = anAccountNo();
        var wallet = wallets.aClassIiWallet(alice, account);
        CoreStub.SHARED.next(account, faults(faults));
        var path = "/v1/wallets/" + wallet + "/exchanges/" + unique("exchange");

        var exchange = begun(alice, path, kind);
        var hold = asked(HoldEntry.class, exchange);
        WalletFixture.hold(hold);
        var capture = asked(LedgerRequest.CaptureHold.class, exchange);
        WalletFixture.hold(hold);
        var captured = new LedgerEvent.Captured(capture.id(), hold.id(), entry(hold.entry()));
        WalletFixture.answer(captured);
        WalletFixture.answer(captured);

        var view = wallets.ended(customer(alice), path, "SUCCEEDED");
        assertThat(view.get("bankRef")).asString().startsWith("B-");
        assertThat(CoreStub.SHARED.callsFor(exchange.substring("exchange:".length())))
                .containsExactly(calls.split(" ", -1));
        await().untilAsserted(() -> assertThat(waitingFor(exchange)).isZero());
        wallets.put(customer(alice), path, Map.of("kind", kind, "amountFen", 700))
                .expectStatus()
                .isOk();
        wallets.put(customer(alice), path, Map.of("kind", kind, "amountFen", 701))
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/amountFen");
    }

    @ParameterizedTest
    @CsvSource({
        "INSUFFICIENT_FUNDS, BANK_INSUFFICIENT_FUNDS",
        "ACCOUNT_NOT_FOUND, BANK_ACCOUNT_NOT_FOUND",
        "ACCOUNT_FROZEN, BANK_ACCOUNT_FROZEN",
        "CARD_EXPIRED, BANK_REFUSED",
        "UNAVAILABLE NONE INSUFFICIENT_FUNDS, BANK_INSUFFICIENT_FUNDS",
    })
    void failsWhenTheCoreRefuses(String faults, Reason reason) {
        var alice = unique("alice");
        var account = anAccountNo();
        var wallet = wallets.aClassIiWallet(alice, account);
        CoreStub.SHARED.next(account, faults(faults));
        var path = "/v1/wallets/" + wallet + "/exchanges/" + unique("exchange");

        var exchange = begun(alice, path, ExchangeKind.EXCHANGE_IN);
        var hold = asked(HoldEntry.class, exchange);
        WalletFixture.hold(hold);
        var released = asked(LedgerRequest.VoidHold.class, exchange);
        WalletFixture.answer(new LedgerEvent.Voided(released.id(), hold.id(), entry(hold.entry())));

        assertThat(wallets.ended(customer(alice), path, "FAILED").get("reason")).isEqualTo(reason.name());
    }

    @Test
    void failsWhenTheLedgerRejectsTheHoldAndNeverCallsTheCore() {
        var alice = unique("alice");
        var wallet = wallets.aClassIiWallet(alice, anAccountNo());
        var path = "/v1/wallets/" + wallet + "/exchanges/" + unique("exchange");

        var exchange = begun(alice, path, ExchangeKind.REDEEM);
        WalletFixture.reject(asked(HoldEntry.class, exchange).id(), Reason.DEBIT_FROZEN);

        assertThat(wallets.ended(customer(alice), path, "FAILED").get("reason")).isEqualTo("WALLET_FROZEN");
        assertThat(CoreStub.SHARED.callsFor(exchange.substring("exchange:".length())))
                .isEmpty();
    }

    @Test
    void storesTheRefusalOfAWalletWithoutABankAccount() {
        var bob = unique("bob");
        var wallet = wallets.aClassIvWallet(bob);
        var path = "/v1/wallets/" + wallet + "/exchanges/" + unique("exchange");
        var body = Map.of("kind", "EXCHANGE_IN", "amountFen", 100);

        wallets.put(customer(bob), path, body)
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.reason")
                .isEqualTo("BANK_ACCOUNT_NOT_LINKED");
        wallets.put(customer(bob), path, body).expectStatus().isOk();
        wallets.put(customer("mallory"), path, body).expectStatus().isForbidden();
    }

    @Test
    void asksTheLedgerAgainWhenItDoesNotAnswer() {
        var alice = unique("alice");
        var wallet = wallets.aClassIiWallet(alice, anAccountNo());
        var exchange =
                begun(alice, "/v1/wallets/" + wallet + "/exchanges/" + unique("exchange"), ExchangeKind.EXCHANGE_IN);
        asked(HoldEntry.class, exchange);

        sql.sql("update asked set again_at = now() where business_id = :id")
                .bind("id", exchange)
                .then()
                .block();

        var asked = WalletFixture.events()
                .await(
                        Topics.LEDGER_REQUEST,
                        HoldEntry.class,
                        hold -> hold.id().businessId().equals(exchange),
                        2);
        assertThat(asked.getFirst()).isEqualTo(asked.getLast());
    }

    @Test
    void anIdentityThatCannotBeReadStopsNobodyElse() {
        var broken = unique("broken");
        var unreadable = wallets.aClassIiWallet(broken, anAccountNo());
        sql.sql("update kyc.identity set account_no = decode('00', 'hex') where wallet_id = :id")
                .bind("id", unreadable)
                .then()
                .block();
        var stuck = begun(
                broken, "/v1/wallets/" + unreadable + "/exchanges/" + unique("exchange"), ExchangeKind.EXCHANGE_IN);
        WalletFixture.hold(asked(HoldEntry.class, stuck));
        var alice = unique("alice");
        var wallet = wallets.aClassIiWallet(alice, anAccountNo());

        var exchange =
                begun(alice, "/v1/wallets/" + wallet + "/exchanges/" + unique("exchange"), ExchangeKind.EXCHANGE_IN);
        WalletFixture.hold(asked(HoldEntry.class, exchange));

        assertThat(asked(LedgerRequest.CaptureHold.class, exchange).hold().businessId())
                .isEqualTo(exchange);
        assertThat(CoreStub.SHARED.callsFor(stuck.substring("exchange:".length())))
                .isEmpty();
    }

    /// Every fifth answer is lost and every tenth is slower than the patience with it.
    @Test
    void bringsManyThroughAnUnreliableCore() {
        int count = 1_000;
        var account = anAccountNo();
        var wallet = wallets.aClassIiWallet(unique("alice"), account);
        CoreStub.SHARED.next(
                account,
                IntStream.range(0, count)
                        .mapToObj(i -> i % 10 == 9 ? Fault.SLOW : i % 5 == 0 ? Fault.LOST : Fault.NONE)
                        .toArray(Fault[]::new));
        var run = unique("many");

        sql.sql("""
                insert into exchange (business_id, party, exchange_id, wallet_id, kind, amount_fen, state,
                    requested_at, next_try_at)
                select 'exchange:' || :run || '-' || n, :run, 'many-' || n, :wallet, 'EXCHANGE_IN', 100, 'HELD',
                    now(), now()
                from generate_series(1, :count) n
                """)
                .bind("run", run)
                .bind("wallet", wallet)
                .bind("count", count)
                .then()
                .block();

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(count("""
                        select count(*) as n from exchange e join asked a on a.business_id = e.business_id
                        where e.party = :id and e.state = 'CAPTURING' and a.step = 'capture'
                        """, run)).isEqualTo(count));
    }

    private String begun(String party, String path, ExchangeKind kind) {
        var response = wallets.put(customer(party), path, Map.of("kind", kind, "amountFen", 700));
        response.expectStatus().isAccepted();
        return String.valueOf(WalletFixture.body(response).get("businessId"));
    }

    private long waitingFor(String businessId) {
        return count("select count(*) as n from asked where business_id = :id", businessId);
    }

    private long count(String query, String id) {
        return Objects.requireNonNull(sql.sql(query)
                .bind("id", id)
                .map(row -> Objects.requireNonNull(row.get("n", Long.class)))
                .one()
                .block());
    }

    private static Fault[] faults(String names) {
        return Arrays.stream(names.split(" ", -1)).map(Fault::valueOf).toArray(Fault[]::new);
    }
}

package cn.jiaozi.wallet.restriction;

import static cn.jiaozi.wallet.WalletFixture.asked;
import static cn.jiaozi.wallet.WalletFixture.events;
import static cn.jiaozi.wallet.WalletFixture.operator;
import static cn.jiaozi.wallet.WalletFixture.unique;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.AuthFactor;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest.ConstrainAccount;
import cn.jiaozi.contracts.PaymentEvent.PaymentRequested;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.contracts.WalletEvent;
import cn.jiaozi.contracts.WalletParty;
import cn.jiaozi.testkit.ServiceTest;
import cn.jiaozi.wallet.WalletFixture;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

@ServiceTest
class RestrictionServiceIT {
    private final WalletFixture wallets;

    RestrictionServiceIT(@Autowired WebTestClient http) {
        this.wallets = new WalletFixture(http);
    }

    @Test
    void refusesPaymentsAtOnceAndIsFinishedWhenTheLedgerHasConfirmed() {
        var alice = unique("alice");
        var wallet = wallets.aClassIiWallet(alice, WalletFixture.anAccountNo());
        var payee = wallets.aClassIvWallet(unique("bob"));
        var path = "/v1/wallets/" + wallet + "/restrictions/" + unique("freeze");
        var body = terms("NO_DEBIT");

        wallets.put(operator(), path, body).expectStatus().isAccepted();
        assertThat(refusal(alice, wallet, payee)).isEqualTo(Reason.WALLET_FROZEN);
        wallets.put(operator(), path, body).expectStatus().isAccepted();

        var placed = request(wallet, 1);
        assertThat(placed.debitFrozen()).isTrue();
        assertThat(placed.creditFrozen()).isFalse();
        WalletFixture.answer(new LedgerEvent.Constrained(placed.id(), Instant.now()));
        wallets.ended(operator(), path, "IN_FORCE");
        wallets.put(operator(), path, body).expectStatus().isOk();
        wallets.put(operator(), path, terms("NO_CREDIT")).expectStatus().isEqualTo(409);

        wallets.put(operator(), path + "/release", Map.of()).expectStatus().isAccepted();
        assertThat(refusal(alice, wallet, payee)).isEqualTo(Reason.WALLET_FROZEN);
        var released = request(wallet, 2);
        assertThat(released.debitFrozen()).isFalse();
        WalletFixture.answer(new LedgerEvent.Constrained(released.id(), Instant.now()));
        wallets.ended(operator(), path, "RELEASED");
        wallets.put(operator(), path + "/release", Map.of()).expectStatus().isOk();
    }

    @Test
    void announcesTheWholePostureWithARisingVersion() {
        var wallet = wallets.aClassIiWallet(unique("alice"), WalletFixture.anAccountNo());
        var path = "/v1/wallets/" + wallet + "/restrictions/";

        wallets.put(operator(), path + unique("freeze"), terms("NO_CREDIT"));
        wallets.put(operator(), path + unique("hold"), hold(500));
        wallets.put(operator(), path + unique("hold"), hold(700));

        var whole = request(wallet, 3);
        assertThat(whole.creditFrozen()).isTrue();
        assertThat(whole.debitFrozen()).isFalse();
        assertThat(whole.floorFen()).isEqualTo(1_200);
        var view = WalletFixture.body(wallets.get(operator(), "/v1/wallets/" + wallet));
        assertThat(view.get("posture"))
                .isEqualTo(Map.of("debitStopped", false, "creditStopped", true, "floorFen", 1_200));
    }

    @Test
    void releasesWhatHasReachedItsEnd() {
        var wallet = wallets.aClassIiWallet(unique("alice"), WalletFixture.anAccountNo());
        var path = "/v1/wallets/" + wallet + "/restrictions/" + unique("freeze");
        wallets.put(
                        operator(),
                        path,
                        Map.of(
                                "type",
                                "NO_DEBIT",
                                "authority",
                                "COURT",
                                "reasonCode",
                                "CASE",
                                "until",
                                Instant.now().plusSeconds(2).toString()))
                .expectStatus()
                .isAccepted();

        wallets.ended(operator(), path, "RELEASING");

        assertThat(request(wallet, 2).debitFrozen()).isFalse();
    }

    @Test
    void isForOperatorsAndForWalletsThatExist() {
        var alice = unique("alice");
        var wallet = wallets.aClassIvWallet(alice);
        var path = "/restrictions/" + unique("freeze");

        wallets.put(WalletFixture.customer(alice), "/v1/wallets/" + wallet + path, terms("NO_DEBIT"))
                .expectStatus()
                .isForbidden();
        wallets.put(operator(), "/v1/wallets/0020000000000000" + path, terms("NO_DEBIT"))
                .expectStatus()
                .isNotFound();
        wallets.get(operator(), "/v1/wallets/" + wallet + path).expectStatus().isNotFound();
    }

    private static ConstrainAccount request(String wallet, long version) {
        return asked(
                ConstrainAccount.class,
                request -> request.address().equals("wallet:" + wallet + ":available") && request.version() == version);
    }

    private static Reason refusal(String party, String wallet, String payee) {
        var businessId = "payment:" + UUID.randomUUID();
        var now = Instant.now();
        events().send(
                        Topics.PAYMENT,
                        wallet,
                        new PaymentRequested(
                                businessId,
                                TxType.P2P,
                                new WalletParty(wallet, "002"),
                                new WalletParty(payee, "002"),
                                1,
                                party,
                                Set.of(AuthFactor.DEVICE_KEY),
                                now,
                                now.plusSeconds(60)));
        return events().await(
                        Topics.WALLET,
                        WalletEvent.Refused.class,
                        refused -> refused.businessId().equals(businessId))
                .reason();
    }

    private static Map<String, Object> terms(String type) {
        return Map.of("type", type, "authority", "COURT", "reasonCode", "CASE_1", "documentNo", "(2026)京01执1号");
    }

    private static Map<String, Object> hold(long amountFen) {
        return Map.of("type", "AMOUNT_HOLD", "authority", "COURT", "reasonCode", "CASE_1", "amountFen", amountFen);
    }
}

package cn.jiaozi.wallet.pinfree;

import static cn.jiaozi.wallet.WalletFixture.body;
import static cn.jiaozi.wallet.WalletFixture.customer;
import static cn.jiaozi.wallet.WalletFixture.operator;
import static cn.jiaozi.wallet.WalletFixture.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.testkit.ServiceTest;
import cn.jiaozi.testkit.TestTokens;
import cn.jiaozi.wallet.WalletFixture;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@ServiceTest
class PinFreeServiceIT {
    private final DatabaseClient sql;
    private final WalletFixture wallets;

    PinFreeServiceIT(@Autowired WebTestClient http, @Autowired DatabaseClient sql) {
        this.wallets = new WalletFixture(http);
        this.sql = sql;
    }

    @Test
    void isOffUntilADeviceSwitchesItOnAndLoweredByTheTokenAlone() {
        var alice = unique("alice");
        var wallet = wallets.aClassIvWallet(alice);
        var token = customer(alice);
        var signed = TestTokens.ofDevice(alice);

        assertThat(view(token, wallet)).isEqualTo(setting(wallet, 0, 0));
        assertMissing(put(token, wallet, 1, 0));
        assertMissing(put(token, wallet, 0, 1));
        assertThat(body(put(signed, wallet, 20_000, 100_000).expectStatus().isOk()))
                .isEqualTo(setting(wallet, 20_000, 100_000));
        put(token, wallet, 20_000, 100_000).expectStatus().isOk();
        assertMissing(put(token, wallet, 19_999, 100_001));
        put(token, wallet, 20_000, 99_999).expectStatus().isOk();
        put(token, wallet, 0, 0).expectStatus().isOk();
        assertMissing(put(token, wallet, 1, 0));

        assertThat(view(token, wallet)).isEqualTo(setting(wallet, 0, 0));
        assertThat(changes(wallet)).containsExactly("20000 100000 {DEVICE_KEY}", "20000 99999 {}", "0 0 {}");
    }

    @Test
    void goesUpToWhatTheBankAllows() {
        var alice = unique("alice");
        var wallet = wallets.aClassIvWallet(alice);
        var signed = TestTokens.ofDevice(alice);

        put(signed, wallet, 50_001, 200_000).expectStatus().isBadRequest();
        put(signed, wallet, 50_000, 200_001).expectStatus().isBadRequest();
        put(signed, wallet, 50_000, 200_000).expectStatus().isOk();
    }

    @Test
    void isForTheOwnerOfAPersonsWallet() {
        var alice = unique("alice");
        var wallet = wallets.aClassIvWallet(alice);
        var shop = unique("shop");
        var corporate = wallets.aCorporateWallet(shop);

        put(TestTokens.ofDevice("mallory"), wallet, 1, 1).expectStatus().isForbidden();
        put(operator(), wallet, 0, 0).expectStatus().isForbidden();
        wallets.get(operator(), "/v1/wallets/" + wallet + "/pin-free")
                .expectStatus()
                .isForbidden();
        put(TestTokens.ofDevice(alice), "0020000000000000", 1, 1).expectStatus().isNotFound();
        put(TestTokens.ofDevice(shop), corporate, 1, 1)
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.reason")
                .isEqualTo("WALLET_TYPE_INVALID");
    }

    @Test
    void keepsTheLogOfChangesAsItWasWritten() {
        var alice = unique("alice");
        var wallet = wallets.aClassIvWallet(alice);
        put(TestTokens.ofDevice(alice), wallet, 1, 1).expectStatus().isOk();

        for (var change : List.of("update pin_free_change set single_fen = 0", "delete from pin_free_change")) {
            assertThatThrownBy(() -> sql.sql(change).then().block()).hasMessageContaining("never changed");
        }
        assertThat(changes(wallet)).containsExactly("1 1 {DEVICE_KEY}");
    }

    private WebTestClient.ResponseSpec put(String bearer, String walletId, long singleFen, long dailyFen) {
        return wallets.put(
                bearer, "/v1/wallets/" + walletId + "/pin-free", Map.of("singleFen", singleFen, "dailyFen", dailyFen));
    }

    private Map<String, Object> view(String bearer, String walletId) {
        return body(wallets.get(bearer, "/v1/wallets/" + walletId + "/pin-free")
                .expectStatus()
                .isOk());
    }

    private static Map<String, Object> setting(String walletId, int singleFen, int dailyFen) {
        return Map.of("walletId", walletId, "singleFen", singleFen, "dailyFen", dailyFen, "paymentsPerDay", 10);
    }

    private static void assertMissing(WebTestClient.ResponseSpec response) {
        response.expectStatus().isForbidden().expectBody().jsonPath("$.reason").isEqualTo("AUTH_FACTOR_MISSING");
    }

    private List<String> changes(String walletId) {
        return Objects.requireNonNull(sql.sql("""
                select single_fen || ' ' || daily_fen || ' ' || factors::text as line from pin_free_change
                where wallet_id = :id order by seq
                """)
                .bind("id", walletId)
                .map(row -> Objects.requireNonNull(row.get("line", String.class)))
                .all()
                .collectList()
                .block());
    }
}

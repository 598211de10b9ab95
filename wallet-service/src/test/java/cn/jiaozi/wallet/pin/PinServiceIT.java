package cn.jiaozi.wallet.pin;

import static cn.jiaozi.wallet.WalletFixture.body;
import static cn.jiaozi.wallet.WalletFixture.customer;
import static cn.jiaozi.wallet.WalletFixture.operator;
import static cn.jiaozi.wallet.WalletFixture.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.chassis.Json;
import cn.jiaozi.testkit.ServiceTest;
import cn.jiaozi.testkit.TestTokens;
import cn.jiaozi.wallet.WalletFixture;
import cn.jiaozi.wallet.vault.VaultFixture;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.jwk.ECKey;
import java.text.ParseException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@ServiceTest
class PinServiceIT {
    private static final String PIN = "135790";

    private final DatabaseClient sql;
    private final WalletFixture wallets;
    private String alice = "";
    private String wallet = "";

    PinServiceIT(@Autowired WebTestClient http, @Autowired DatabaseClient sql) {
        this.wallets = new WalletFixture(http);
        this.sql = sql;
    }

    @BeforeEach
    void opensAWallet() {
        alice = unique("alice");
        wallet = wallets.aClassIvWallet(alice);
    }

    @Test
    void setsAPinByADeviceAlone() {
        var id = unique("set");
        var block = setting(id, PIN);
        assertThat(standing()).isEqualTo(Map.of("walletId", wallet, "state", "NOT_SET", "triesLeft", 0));

        assertReason(putPin(customer(alice), id, block), 403, "AUTH_FACTOR_MISSING");
        assertReason(putPin(TestTokens.ofDevice("mallory"), id, block), 403, "FORBIDDEN");
        var set = body(
                putPin(TestTokens.ofDevice(alice), id, block).expectStatus().isCreated());
        assertThat(set)
                .containsEntry("walletId", wallet)
                .containsEntry("id", id)
                .containsKey("setAt");
        assertThat(body(putPin(TestTokens.ofDevice(alice), id, block)
                        .expectStatus()
                        .isOk()))
                .isEqualTo(set);
        putPin(TestTokens.ofDevice(alice), id, setting(id, "246801"))
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/pinBlock");

        assertThat(standing()).containsEntry("state", "SET").containsEntry("triesLeft", 5);
        verify(unique("verify"), PIN).expectStatus().isCreated();
    }

    @ParameterizedTest
    @CsvSource({"123456", "000000", "13579"})
    void setsNoPinThatIsGuessedFirst(String pin) {
        var id = unique("set");

        putPin(TestTokens.ofDevice(alice), id, setting(id, pin))
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/pinBlock");

        assertThat(standing()).containsEntry("state", "NOT_SET");
    }

    @Test
    void keepsTheLogOfSettingsAsItWasWritten() {
        set(PIN);

        for (var change : List.of("update pin_setting set party = 'mallory'", "delete from pin_setting")) {
            assertThatThrownBy(() -> sql.sql(change).then().block()).hasMessageContaining("never changed");
        }
    }

    @Test
    void provesARightPinForOnePayment() throws ParseException {
        assertReason(verify(unique("verify"), PIN), 409, "PIN_NOT_SET");
        set(PIN);
        var id = unique("verify");
        var block = verification(id, "payment-1", PIN);

        var verified =
                body(put(customer(alice), id, "payment-1", block).expectStatus().isCreated());
        assertThat(verified)
                .containsEntry("id", id)
                .containsEntry("walletId", wallet)
                .containsEntry("paymentId", "payment-1")
                .containsKeys("verifiedAt", "validUntil");
        assertThat(JWSObject.parse(String.valueOf(verified.get("proof")))
                        .getPayload()
                        .toJSONObject())
                .containsEntry("sub", alice)
                .containsEntry("walletId", wallet)
                .containsEntry("paymentId", "payment-1");
        assertThat(body(put(customer(alice), id, "payment-1", block)
                        .expectStatus()
                        .isOk()))
                .isEqualTo(verified);

        put(customer(alice), id, "payment-2", block)
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/paymentId");
        put(customer(alice), id, "payment-1", verification(id, "payment-1", PIN))
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/pinBlock");
        assertReason(put(customer("mallory"), id, "payment-1", block), 403, "FORBIDDEN");
        assertReason(put(operator(), id, "payment-1", block), 403, "FORBIDDEN");
    }

    @Test
    void locksAfterFiveWrongOnesInARowAndCountsEachOnce() {
        set(PIN);
        for (int left = 4; left >= 0; left--) {
            var id = unique("verify");
            var block = verification(id, "payment-1", "135791");
            assertWrong(put(customer(alice), id, "payment-1", block), left);
            assertWrong(put(customer(alice), id, "payment-1", block), left);
            assertThat(standing()).containsEntry("triesLeft", left);
        }

        assertThat(standing()).containsEntry("state", "LOCKED").containsKey("lockedUntil");
        assertReason(verify(unique("verify"), PIN), 403, "PIN_LOCKED");
        assertReason(verify(unique("verify"), "135791"), 403, "PIN_LOCKED");

        // Its time has come: five tries again.
        sql.sql("update pin set locked_until = now() where wallet_id = :id")
                .bind("id", wallet)
                .then()
                .block();
        assertThat(standing()).containsEntry("state", "SET").containsEntry("triesLeft", 5);
        assertWrong(verify(unique("verify"), "135791"), 4);
        verify(unique("verify"), PIN).expectStatus().isCreated();
        assertThat(standing()).containsEntry("state", "SET").containsEntry("triesLeft", 5);
    }

    @Test
    void isUnlockedByANewPin() {
        set(PIN);
        for (int left = 4; left >= 0; left--) {
            assertWrong(verify(unique("verify"), "135791"), left);
        }

        set("246801");

        assertThat(standing()).containsEntry("state", "SET").containsEntry("triesLeft", 5);
        assertWrong(verify(unique("verify"), PIN), 4);
        verify(unique("verify"), "246801").expectStatus().isCreated();
    }

    @Test
    void beginsAnewAfterARightOne() {
        set(PIN);
        for (int round = 0; round < 2; round++) {
            for (int left = 4; left >= 1; left--) {
                assertWrong(verify(unique("verify"), "135791"), left);
            }
            verify(unique("verify"), PIN).expectStatus().isCreated();
        }
    }

    @Test
    void givesNobodyASixthTryByTryingAtOnce() throws InterruptedException {
        set(PIN);

        var outcomes = atOnce(12, () -> {
            var problem = body(verify(unique("verify"), "135791"));
            return problem.get("reason") + " " + problem.get("detail");
        });

        assertThat(outcomes.stream().filter(outcome -> outcome.startsWith("PIN_WRONG")))
                .doesNotHaveDuplicates()
                .hasSize(5);
        assertThat(outcomes.stream().filter(outcome -> outcome.startsWith("PIN_LOCKED")))
                .hasSize(7);
        assertThat(standing()).containsEntry("state", "LOCKED");
    }

    @Test
    void countsOnceWhatIsSentManyTimesAtOnce() throws InterruptedException {
        set(PIN);
        var id = unique("verify");
        var block = verification(id, "payment-1", "135791");

        var outcomes = atOnce(8, () -> body(put(customer(alice), id, "payment-1", block)));

        assertThat(outcomes.stream().distinct()).hasSize(1);
        assertThat(standing()).containsEntry("triesLeft", 4);
    }

    @Test
    void countsNoBlockThatWasMadeForAnotherAct() {
        set(PIN);
        var id = unique("verify");
        var seen = verification(id, "payment-1", PIN);
        put(customer(alice), id, "payment-1", seen).expectStatus().isCreated();

        for (int i = 0; i < 6; i++) {
            var other = unique("verify");
            assertReason(put(customer(alice), other, "payment-1", seen), 400, "BAD_REQUEST");
            assertReason(put(customer(alice), other, "payment-1", seen), 400, "BAD_REQUEST");
        }

        assertThat(standing()).containsEntry("state", "SET").containsEntry("triesLeft", 5);
    }

    /// The service has counted a try and not heard the vault's answer: it counts until the same is sent again.
    @Test
    void finishesATryThatACrashHasLeftOpen() {
        set(PIN);
        var id = unique("verify");
        var block = verification(id, "payment-1", PIN);
        put(customer(alice), id, "payment-1", block).expectStatus().isCreated();
        sql.sql("""
                update pin_verification set state = 'OPEN', counts = true, ended_at = null
                where wallet_id = :walletId and verification_id = :id
                """).bind("walletId", wallet).bind("id", id).then().block();
        for (int left = 3; left >= 0; left--) {
            assertWrong(verify(unique("verify"), "135791"), left);
        }
        assertThat(standing()).containsEntry("state", "LOCKED");

        put(customer(alice), id, "payment-1", block).expectStatus().isOk();

        // Four wrong ones came after it, so one try is left.
        assertThat(standing()).containsEntry("state", "SET").containsEntry("triesLeft", 1);
        assertWrong(verify(unique("verify"), "135791"), 0);
        assertReason(verify(unique("verify"), PIN), 403, "PIN_LOCKED");
        // What was right before the lock does not end it.
        put(customer(alice), id, "payment-1", block).expectStatus().isOk();
        assertThat(standing()).containsEntry("state", "LOCKED");
    }

    private void set(String pin) {
        var id = unique("set");
        putPin(TestTokens.ofDevice(alice), id, setting(id, pin)).expectStatus().isCreated();
    }

    private WebTestClient.ResponseSpec putPin(String bearer, String id, String block) {
        return wallets.put(bearer, "/v1/wallets/" + wallet + "/pin", Map.of("id", id, "pinBlock", block));
    }

    private WebTestClient.ResponseSpec verify(String id, String pin) {
        return put(customer(alice), id, "payment-1", verification(id, "payment-1", pin));
    }

    private WebTestClient.ResponseSpec put(String bearer, String id, String paymentId, String block) {
        return wallets.put(
                bearer,
                "/v1/wallets/" + wallet + "/pin-verifications/" + id,
                Map.of("paymentId", paymentId, "pinBlock", block));
    }

    private String setting(String id, String pin) {
        return VaultFixture.block(key(), Map.of("pin", pin, "walletId", wallet, "id", id));
    }

    private String verification(String id, String paymentId, String pin) {
        return VaultFixture.block(key(), Map.of("pin", pin, "walletId", wallet, "id", id, "paymentId", paymentId));
    }

    private ECKey key() {
        try {
            return ECKey.parse(Json.write(body(wallets.get(customer(alice), "/v1/pin-key"))));
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, Object> standing() {
        return body(wallets.get(customer(alice), "/v1/wallets/" + wallet + "/pin")
                .expectStatus()
                .isOk());
    }

    private static <T> List<T> atOnce(int callers, Callable<T> call) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(Collections.nCopies(callers, call)).stream()
                    .map(Future::resultNow)
                    .toList();
        }
    }

    private static void assertWrong(WebTestClient.ResponseSpec response, int left) {
        response.expectStatus()
                .isForbidden()
                .expectBody()
                .jsonPath("$.reason")
                .isEqualTo("PIN_WRONG")
                .jsonPath("$.detail")
                .isEqualTo("The payment PIN is wrong; tries left: " + left);
    }

    private static void assertReason(WebTestClient.ResponseSpec response, int status, String reason) {
        response.expectStatus()
                .isEqualTo(status)
                .expectBody()
                .jsonPath("$.reason")
                .isEqualTo(reason);
    }
}

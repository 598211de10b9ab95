package cn.jiaozi.wallet.device;

import static cn.jiaozi.wallet.WalletFixture.body;
import static cn.jiaozi.wallet.WalletFixture.customer;
import static cn.jiaozi.wallet.WalletFixture.events;
import static cn.jiaozi.wallet.WalletFixture.operator;
import static cn.jiaozi.wallet.WalletFixture.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.contracts.SignerKey;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.testkit.ServiceTest;
import cn.jiaozi.testkit.TestTokens;
import cn.jiaozi.wallet.WalletFixture;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@ServiceTest
class DeviceServiceIT {
    private final DatabaseClient sql;
    private final WalletFixture http;

    DeviceServiceIT(@Autowired WebTestClient http, @Autowired DatabaseClient sql) {
        this.http = new WalletFixture(http);
        this.sql = sql;
    }

    @ParameterizedTest
    @EnumSource
    void registersAKeyAnnouncesItAndAnswersARepeatTheSame(Curve curve) {
        var alice = unique("alice");
        var id = unique("phone");
        var key = SigningKey.generate(curve);

        var first = put(customer(alice), id, "Alice's 手机", key);
        var view = body(first.expectStatus().isCreated());
        assertThat(view)
                .containsEntry("id", id)
                .containsEntry("name", "Alice's 手机")
                .containsEntry("keyId", key.id())
                .containsEntry("state", "ACTIVE")
                .doesNotContainKey("revokedAt");
        // Signed anew, it is the same key all the same.
        assertThat(body(put(customer(alice), id, "Alice's 手机", key)
                        .expectStatus()
                        .isOk()))
                .isEqualTo(view);
        assertThat(body(http.get(customer(alice), "/v1/devices/" + id))).isEqualTo(view);

        assertThat(announced(key, 1))
                .isEqualTo(new SignerKey(key.id(), key.verifying().encoded(), alice, Optional.empty(), true, 1));
    }

    @Test
    void answersOtherContentWithTheField() {
        var alice = customer(unique("alice"));
        var id = unique("phone");
        var key = SigningKey.generate(Curve.P256);
        put(alice, id, "phone", key).expectStatus().isCreated();

        assertConflict(put(alice, id, "tablet", key), "/name");
        assertConflict(put(alice, id, "phone", SigningKey.generate(Curve.P256)), "/certificateRequest");
        // The same id of somebody else is another device.
        put(customer(unique("bob")), id, "phone", SigningKey.generate(Curve.P256))
                .expectStatus()
                .isCreated();
    }

    @Test
    void revokesForEverWithTheTokenAlone() {
        var alice = unique("alice");
        var path = "/v1/devices/" + unique("phone");
        var id = path.substring(path.lastIndexOf('/') + 1);
        var key = SigningKey.generate(Curve.SM2);
        put(TestTokens.ofDevice(alice), id, "phone", key).expectStatus().isCreated();

        var revoked = body(http.put(customer(alice), path + "/revocation", Map.of())
                .expectStatus()
                .isCreated());
        assertThat(revoked).containsEntry("state", "REVOKED").containsKey("revokedAt");
        assertThat(body(http.put(customer(alice), path + "/revocation", Map.of())
                        .expectStatus()
                        .isOk()))
                .isEqualTo(revoked);
        assertThat(body(put(customer(alice), id, "phone", key).expectStatus().isOk()))
                .isEqualTo(revoked);
        assertRefused(put(customer(alice), unique("phone"), "phone", key), "KEY_IN_USE");
        assertRefused(put(customer(unique("bob")), unique("phone"), "phone", key), "KEY_IN_USE");

        assertThat(announced(key, 2))
                .isEqualTo(new SignerKey(key.id(), key.verifying().encoded(), alice, Optional.empty(), false, 2));
        assertThat(acts(alice)).containsExactly("REGISTERED {DEVICE_KEY}", "REVOKED {}");
    }

    @Test
    void keepsTheLogOfActsAsItWasWritten() {
        var alice = unique("alice");
        put(customer(alice), unique("phone"), "phone", SigningKey.generate(Curve.P256))
                .expectStatus()
                .isCreated();

        for (var change :
                List.of("update device_act set name = 'other'", "delete from device_act", "truncate device_act")) {
            assertThatThrownBy(() -> sql.sql(change).then().block()).hasMessageContaining("never changed");
        }
        assertThat(acts(alice)).containsExactly("REGISTERED {}");
    }

    @Test
    void allowsFiveActiveDevicesAlsoInARace() throws InterruptedException {
        var alice = unique("alice");

        var outcomes = atOnce(8, _ -> {
            var id = unique("phone");
            var view = body(put(customer(alice), id, "phone", SigningKey.generate(Curve.P256)));
            return view.getOrDefault("state", view.get("reason")) + " " + view.getOrDefault("id", "");
        });

        assertThat(outcomes.stream().filter(outcome -> outcome.startsWith("ACTIVE")))
                .hasSize(5);
        assertThat(outcomes.stream().filter(outcome -> outcome.startsWith("DEVICE_COUNT_EXCEEDED")))
                .hasSize(3);
        var lost = outcomes.stream()
                .filter(outcome -> outcome.startsWith("ACTIVE"))
                .findFirst()
                .orElseThrow()
                .substring("ACTIVE ".length());
        http.put(customer(alice), "/v1/devices/" + lost + "/revocation", Map.of())
                .expectStatus()
                .isCreated();
        put(customer(alice), unique("phone"), "phone", SigningKey.generate(Curve.P256))
                .expectStatus()
                .isCreated();
        assertRefused(
                put(customer(alice), unique("phone"), "phone", SigningKey.generate(Curve.P256)),
                "DEVICE_COUNT_EXCEEDED");

        var listed = (List<?>) Objects.requireNonNull(
                body(http.get(customer(alice), "/v1/devices")).get("devices"));
        assertThat(listed).hasSize(6);
        assertThat(listed.getLast())
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("id", lost)
                .containsEntry("state", "REVOKED");
    }

    @Test
    void givesAKeyToOneOnlyAlsoInARace() throws InterruptedException {
        var key = SigningKey.generate(Curve.P256);

        var outcomes = atOnce(8, _ -> {
            var view = body(put(customer(unique("racer")), unique("phone"), "phone", key));
            return String.valueOf(view.getOrDefault("state", view.get("reason")));
        });

        assertThat(outcomes).containsOnlyOnce("ACTIVE").containsOnly("ACTIVE", "KEY_IN_USE");
    }

    @Test
    void registersOnceWhenTheSameIsAskedForManyTimesAtOnce() throws InterruptedException {
        var alice = unique("alice");
        var id = unique("phone");
        var key = SigningKey.generate(Curve.P256);

        var outcomes = atOnce(8, _ -> body(put(customer(alice), id, "phone", key)));

        assertThat(outcomes.stream().distinct()).hasSize(1);
        assertThat(acts(alice)).hasSize(1);
    }

    @Test
    void showsADeviceToItsOwnerAlone() {
        var path = "/v1/devices/" + unique("phone");
        var id = path.substring(path.lastIndexOf('/') + 1);
        put(customer(unique("alice")), id, "phone", SigningKey.generate(Curve.P256))
                .expectStatus()
                .isCreated();
        var bob = customer(unique("bob"));

        http.get(bob, path).expectStatus().isNotFound();
        http.put(bob, path + "/revocation", Map.of()).expectStatus().isNotFound();
        assertThat(body(http.get(bob, "/v1/devices"))).containsEntry("devices", List.of());
    }

    @Test
    void isForCustomers() {
        var path = "/v1/devices/" + unique("phone");
        var id = path.substring(path.lastIndexOf('/') + 1);

        put(operator(), id, "phone", SigningKey.generate(Curve.P256))
                .expectStatus()
                .isForbidden();
        http.put(operator(), path + "/revocation", Map.of()).expectStatus().isForbidden();
        http.get(operator(), path).expectStatus().isForbidden();
        http.get(operator(), "/v1/devices").expectStatus().isForbidden();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing",
                "-----BEGIN CERTIFICATE REQUEST-----\nno base64\n-----END CERTIFICATE REQUEST-----\n",
                "-----BEGIN CERTIFICATE REQUEST-----\nMAIwAA==\n-----END CERTIFICATE REQUEST-----\n",
            })
    void tellsWhatIsNoRequestForACertificate(String request) {
        http.put(
                        customer("alice"),
                        "/v1/devices/" + unique("phone"),
                        Map.of("name", "phone", "certificateRequest", request))
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/certificateRequest");
    }

    private WebTestClient.ResponseSpec put(String bearer, String id, String name, SigningKey key) {
        return http.put(bearer, "/v1/devices/" + id, Map.of("name", name, "certificateRequest", key.request("phone")));
    }

    private static <T> List<T> atOnce(int callers, IntFunction<T> call) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads
                    .invokeAll(IntStream.range(0, callers)
                            .<Callable<T>>mapToObj(i -> () -> call.apply(i))
                            .toList())
                    .stream()
                    .map(Future::resultNow)
                    .toList();
        }
    }

    private static SignerKey announced(SigningKey key, long version) {
        return events().await(
                        Topics.DEVICE_KEY,
                        SignerKey.class,
                        signer -> signer.keyId().equals(key.id()) && signer.version() == version);
    }

    private static void assertConflict(WebTestClient.ResponseSpec response, String pointer) {
        response.expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo(pointer);
    }

    private static void assertRefused(WebTestClient.ResponseSpec response, String reason) {
        response.expectStatus().isEqualTo(409).expectBody().jsonPath("$.reason").isEqualTo(reason);
    }

    private List<String> acts(String party) {
        return Objects.requireNonNull(
                sql.sql("select act || ' ' || factors::text as line from device_act where party = :party order by seq")
                        .bind("party", party)
                        .map(row -> Objects.requireNonNull(row.get("line", String.class)))
                        .all()
                        .collectList()
                        .block());
    }
}

package cn.jiaozi.wallet.purse;

import static cn.jiaozi.wallet.WalletFixture.anAccountNo;
import static cn.jiaozi.wallet.WalletFixture.body;
import static cn.jiaozi.wallet.WalletFixture.customer;
import static cn.jiaozi.wallet.WalletFixture.events;
import static cn.jiaozi.wallet.WalletFixture.operator;
import static cn.jiaozi.wallet.WalletFixture.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.contracts.PaymentEvent.PurseSuspected;
import cn.jiaozi.contracts.PurseFact;
import cn.jiaozi.contracts.PurseState;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.contracts.WalletParty;
import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.certificate.CertificateRole;
import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.certificate.Trust;
import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.testkit.ServiceTest;
import cn.jiaozi.testkit.TestTokens;
import cn.jiaozi.wallet.Chip;
import cn.jiaozi.wallet.WalletFixture;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@ServiceTest
class PurseServiceIT {
    private final DatabaseClient sql;
    private final WalletFixture http;

    PurseServiceIT(@Autowired WebTestClient http, @Autowired DatabaseClient sql) {
        this.http = new WalletFixture(http);
        this.sql = sql;
    }

    @Test
    void certifiesAKeyAnnouncesItAndAnswersARepeatTheSame() {
        var alice = unique("alice");
        var walletId = http.aClassIiWallet(alice, anAccountNo());
        var key = SigningKey.generate(Curve.SM2);
        var path = "/v1/purse-issues/" + unique("issue");

        var view = body(http.put(customer(alice), path, Chip.request(walletId, key))
                .expectStatus()
                .isCreated());
        assertThat(body(http.put(customer(alice), path, Chip.request(walletId, key))
                        .expectStatus()
                        .isOk()))
                .isEqualTo(view);
        assertThat(body(http.get(customer(alice), path))).isEqualTo(view);

        var certificate = certificate(view, "certificate");
        var chain = new Chain(certificate, certificate(view, "operator"));
        assertThat(new Trust(certificate(view, "root")).believes(chain, Set.of(CertificateRole.PURSE), Instant.now()))
                .isTrue();
        assertThat(certificate.subject()).isEqualTo(view.get("purseId")).matches(Purse.PATTERN);
        assertThat(certificate.key().id()).isEqualTo(key.id());
        var fact = announced(certificate.subject(), 1);
        assertThat(fact.wallet()).isEqualTo(new WalletParty(walletId, "002"));
        assertThat(fact.party()).isEqualTo(alice);
        assertThat(fact.state()).isEqualTo(PurseState.ACTIVE);
        assertThat(fact.certificates())
                .containsExactly(new PurseFact.Certificate(
                        certificate.serial().hex(),
                        key.verifying().encoded(),
                        certificate.notBefore(),
                        certificate.notAfter()));
        assertConflict(
                http.put(customer(alice), path, Chip.request(walletId, SigningKey.generate(Curve.SM2))),
                "/certificateRequest");
        assertThat(body(http.get(customer(alice), "/v1/wallets/" + walletId + "/purses"))
                        .get("purses"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(1);
    }

    @Test
    void certifiesAKeyForOnePurseAlone() {
        var alice = unique("alice");
        var walletId = http.aClassIiWallet(alice, anAccountNo());
        var key = SigningKey.generate(Curve.SM2);
        issue(customer(alice), walletId, key).expectStatus().isCreated();

        assertRefused(issue(customer(alice), walletId, key), "KEY_IN_USE");
        http.put(
                        customer(alice),
                        "/v1/purse-issues/" + unique("issue"),
                        Chip.request(walletId, SigningKey.generate(Curve.P256)))
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/certificateRequest");
    }

    @Test
    void allowsThreeUsablePursesOfAWallet() {
        var alice = unique("alice");
        var walletId = http.aClassIiWallet(alice, anAccountNo());
        var lost = Chip.issued(http, customer(alice), walletId);
        Chip.issued(http, customer(alice), walletId);
        Chip.issued(http, customer(alice), walletId);

        assertRefused(issue(customer(alice), walletId, SigningKey.generate(Curve.SM2)), "PURSE_COUNT_EXCEEDED");
        http.put(customer(alice), lost.path() + "/loss-report", Map.of())
                .expectStatus()
                .isCreated();
        issue(customer(alice), walletId, SigningKey.generate(Curve.SM2))
                .expectStatus()
                .isCreated();
    }

    @Test
    void issuesForTheHolderOrAtACounterAndForPersonsWithANameAlone() {
        var alice = unique("alice");
        var key = SigningKey.generate(Curve.SM2);
        var named = http.aClassIiWallet(alice, anAccountNo());

        http.get(customer("mallory"), "/v1/wallets/" + named + "/purses")
                .expectStatus()
                .isForbidden();
        issue(customer("mallory"), named, key).expectStatus().isForbidden();
        issue(operator(), "0020000000000000", key).expectStatus().isNotFound();
        assertRefused(issue(customer(alice), http.aClassIvWallet(alice), key), "WALLET_TYPE_INVALID");
        assertRefused(issue(operator(), http.aCorporateWallet(unique("shop")), key), "WALLET_TYPE_INVALID");
        issue(operator(), named, key).expectStatus().isCreated();
    }

    @Test
    void renewsACertificateAndKeepsTheOldOneKnown() {
        var alice = unique("alice");
        var chip = Chip.issued(http, customer(alice), http.aClassIiWallet(alice, anAccountNo()));
        var key = SigningKey.generate(Curve.SM2);
        var path = chip.path() + "/certificates/" + unique("renewal");
        var request = Map.of("certificateRequest", key.request("chip"));

        var view = body(http.put(customer(alice), path, request).expectStatus().isCreated());
        assertThat(body(http.put(customer(alice), path, request).expectStatus().isOk()))
                .isEqualTo(view);

        assertThat(announced(chip.purseId(), 2).certificates())
                .extracting(PurseFact.Certificate::serial)
                .containsExactlyInAnyOrder(
                        chip.certificate().serial().hex(),
                        certificate(view, "certificate").serial().hex());
        http.put(customer(alice), chip.path() + "/loss-report", Map.of());
        assertRefused(
                http.put(customer(alice), chip.path() + "/certificates/" + unique("renewal"), request),
                "PURSE_STATE_INVALID");
    }

    @Test
    void movesOnlyAsTheStateAllowsAndWritesDownWhoDidItAndWhy() {
        var alice = unique("alice");
        var chip = Chip.issued(http, customer(alice), http.aClassIiWallet(alice, anAccountNo()));
        var reason = Map.of("reason", "the till's video");

        http.put(customer(alice), chip.path() + "/block", reason).expectStatus().isForbidden();
        http.put(customer("mallory"), chip.path() + "/loss-report", Map.of())
                .expectStatus()
                .isForbidden();
        http.put(operator(), chip.path() + "/block", reason).expectStatus().isCreated();
        http.put(operator(), chip.path() + "/block", reason).expectStatus().isOk();
        http.put(operator(), chip.path() + "/clearance", reason).expectStatus().isCreated();
        http.put(TestTokens.ofDevice(alice), chip.path() + "/loss-report", Map.of())
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.lostAt")
                .exists();
        assertRefused(http.put(operator(), chip.path() + "/clearance", reason), "PURSE_STATE_INVALID");
        http.put(operator(), chip.path() + "/revocation", reason).expectStatus().isCreated();

        assertThat(acts(chip))
                .containsExactly(
                        "ISSUED {} null",
                        "BLOCK {} the till's video",
                        "CLEARANCE {} the till's video",
                        "LOSS_REPORT {DEVICE_KEY} null",
                        "REVOCATION {} the till's video");
        assertThatThrownBy(() -> sql.sql("delete from purse_act").then().block())
                .hasMessageContaining("never changed");
    }

    @Test
    void blocksAPurseThatAVoucherHasShownUp() {
        var alice = unique("alice");
        var walletId = http.aClassIiWallet(alice, anAccountNo());
        var chip = Chip.issued(http, customer(alice), walletId);
        var suspicion = new PurseSuspected(
                "suspicion:" + chip.purseId(), chip.purseId(), "DOUBLE_SPEND", "6b0c", Instant.now());

        events().sendAll(Topics.PAYMENT, walletId, List.of(suspicion, suspicion));

        assertThat(announced(chip.purseId(), 2).state()).isEqualTo(PurseState.BLOCKED);
        assertThat(acts(chip)).containsExactly("ISSUED {} null", "BLOCK {} DOUBLE_SPEND 6b0c");
    }

    @Test
    void givesAnAnonymousCardToNobodyWhoCouldLogIn() {
        var id = unique("open");
        http.put(customer("alice"), "/v1/wallet-openings/" + id, Map.of("walletClass", "HW_ANON"))
                .expectStatus()
                .isForbidden();
        http.put(operator(), "/v1/wallet-openings/" + id, Map.of("walletClass", "HW_ANON"))
                .expectStatus()
                .isAccepted();
        http.put(operator(), "/v1/wallet-openings/" + id, Map.of("walletClass", "HW_ANON"))
                .expectStatus()
                .isAccepted();
        var walletId = http.opened(operator(), id);
        var chip = Chip.issued(http, operator(), walletId);

        // The clerk who has opened it, as a customer.
        http.get(customer("clerk"), chip.path()).expectStatus().isForbidden();
        http.get(customer("clerk"), "/v1/wallets/" + walletId).expectStatus().isForbidden();
        http.get(customer("clerk"), "/v1/wallets/" + walletId + "/purses")
                .expectStatus()
                .isForbidden();
        http.get(operator(), "/v1/wallets/" + walletId).expectStatus().isOk();
        assertThat(walletId).startsWith("0022");
        assertThat(body(http.get(operator(), "/v1/wallets/" + walletId + "/usage")))
                .containsEntry("singleLimitFen", 50_000);
    }

    private WebTestClient.ResponseSpec issue(String bearer, String walletId, SigningKey key) {
        return http.put(bearer, "/v1/purse-issues/" + unique("issue"), Chip.request(walletId, key));
    }

    private List<String> acts(Chip chip) {
        return Objects.requireNonNull(sql.sql("""
                select act || ' ' || factors::text || ' ' || coalesce(reason, 'null') as line from purse_act
                where purse_id = :id order by seq
                """)
                .bind("id", chip.purseId())
                .map(row -> Objects.requireNonNull(row.get("line", String.class)))
                .all()
                .collectList()
                .block());
    }

    private static PurseFact.Purse announced(String purseId, long version) {
        return events().await(
                        Topics.PURSE,
                        PurseFact.Purse.class,
                        fact -> fact.purseId().equals(purseId) && fact.version() == version);
    }

    private static Certificate certificate(Map<String, Object> view, String name) {
        return Certificate.ofPem(String.valueOf(view.get(name)));
    }

    private static void assertRefused(WebTestClient.ResponseSpec response, String reason) {
        response.expectStatus().isEqualTo(409).expectBody().jsonPath("$.reason").isEqualTo(reason);
    }

    private static void assertConflict(WebTestClient.ResponseSpec response, String pointer) {
        response.expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo(pointer);
    }
}

package cn.jiaozi.wallet.revocation;

import static cn.jiaozi.wallet.WalletFixture.anAccountNo;
import static cn.jiaozi.wallet.WalletFixture.body;
import static cn.jiaozi.wallet.WalletFixture.customer;
import static cn.jiaozi.wallet.WalletFixture.events;
import static cn.jiaozi.wallet.WalletFixture.operator;
import static cn.jiaozi.wallet.WalletFixture.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.jiaozi.contracts.PurseFact;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.certificate.Trust;
import cn.jiaozi.sdk.revocation.RevocationList;
import cn.jiaozi.sdk.revocation.Revocations;
import cn.jiaozi.testkit.ServiceTest;
import cn.jiaozi.wallet.Chip;
import cn.jiaozi.wallet.WalletFixture;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

@ServiceTest
class RevocationServiceIT {
    private static final String PATH = "/v1/revocation-list";

    private final WalletFixture http;

    RevocationServiceIT(@Autowired WebTestClient http) {
        this.http = new WalletFixture(http);
    }

    @Test
    void listsABlockedPurseTellsTheNumberAndTakesAClearedOneOff() {
        var alice = unique("alice");
        var chip = Chip.issued(http, customer(alice), http.aClassIiWallet(alice, anAccountNo()));
        var reason = Map.of("reason", "a look at it");

        http.put(operator(), chip.path() + "/block", reason).expectStatus().isCreated();
        int on = fact(chip, 3).revokedIn().orElseThrow();
        events().await(Topics.PURSE, PurseFact.RevocationList.class, list -> list.number() == on);
        var list = whole();
        http.put(operator(), chip.path() + "/clearance", reason).expectStatus().isCreated();
        var cleared = fact(chip, 5);

        assertThat(list.number()).isGreaterThanOrEqualTo(on);
        assertThat(list.contains(chip.purseId())).isTrue();
        assertThat(cleared.revokedIn()).isEmpty();
        assertThat(whole().contains(chip.purseId())).isFalse();
    }

    @Test
    void tellsWhatHasChangedSinceAList() {
        var alice = unique("alice");
        var chip = Chip.issued(http, customer(alice), http.aClassIiWallet(alice, anAccountNo()));
        var before = whole();
        http.put(customer(alice), chip.path() + "/loss-report", Map.of())
                .expectStatus()
                .isCreated();
        assertThat(fact(chip, 3).revokedIn())
                .hasValueSatisfying(number -> assertThat(number).isGreaterThan(before.number()));

        var changes = body(http.get(customer(alice), PATH + "?after=" + before.number()));
        var after = Revocations.updated(
                before, Base64.getDecoder().decode(String.valueOf(changes.get("changes"))), signatory(), trust());

        assertThat(changes).containsEntry("number", after.number()).doesNotContainKey("list");
        assertThat(before.contains(chip.purseId())).isFalse();
        assertThat(after.contains(chip.purseId())).isTrue();
        http.get(customer(alice), PATH + "?after=" + Integer.MAX_VALUE)
                .expectStatus()
                .isBadRequest();
        http.get(customer(alice), PATH + "?after=-1").expectStatus().isBadRequest();
    }

    private RevocationList whole() {
        var view = await().until(() -> body(http.get(operator(), PATH)), found -> found.containsKey("list"));
        return Revocations.believed(Base64.getDecoder().decode(String.valueOf(view.get("list"))), signatory(), trust());
    }

    private Chain signatory() {
        return new Chain(certificate("signatory"), certificate("operator"));
    }

    private Trust trust() {
        return new Trust(certificate("root"));
    }

    private Certificate certificate(String name) {
        return Certificate.ofPem(String.valueOf(
                body(http.get(operator(), "/v1/offline-certificates")).get(name)));
    }

    private static PurseFact.Purse fact(Chip chip, long version) {
        return events().await(
                        Topics.PURSE,
                        PurseFact.Purse.class,
                        fact -> fact.purseId().equals(chip.purseId()) && fact.version() == version);
    }
}

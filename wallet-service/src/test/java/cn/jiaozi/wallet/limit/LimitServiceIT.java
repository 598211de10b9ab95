package cn.jiaozi.wallet.limit;

import static cn.jiaozi.wallet.WalletFixture.operator;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.testkit.ServiceTest;
import cn.jiaozi.wallet.WalletFixture;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

@ServiceTest
class LimitServiceIT {
    private final WalletFixture wallets;

    LimitServiceIT(@Autowired WebTestClient http) {
        this.wallets = new WalletFixture(http);
    }

    @Test
    void bringsAChangedCapToExistingWallets() {
        var wallet = wallets.aClassIiWallet(WalletFixture.unique("alice"), WalletFixture.anAccountNo());
        var today = BusinessTime.dayOf(Instant.now());

        // The policy stays for the classes of tests that follow: its other terms are those that were in force.
        var terms = Map.of("balanceCapFen", 77_000_000, "singleFen", 5_000_000, "dailyFen", 10_000_000);
        wallets.put(operator(), "/v1/limit-policies/CLASS_II/" + today, terms)
                .expectStatus()
                .value(status -> assertThat(status).isIn(200, 201));

        var cap = WalletFixture.asked(
                LedgerRequest.SetCap.class,
                request -> request.group().equals("wallet:" + wallet) && request.version() == 2);
        assertThat(cap.capFen()).contains(77_000_000L);
    }

    @Test
    void setsAPolicyOnceAndNeverForThePast() {
        var path = "/v1/limit-policies/CLASS_II/2099-01-01";
        var terms = Map.of("singleFen", 1_000, "dailyFen", 2_000);

        wallets.put(operator(), path, terms).expectStatus().isCreated();
        wallets.put(operator(), path, terms).expectStatus().isOk();
        wallets.put(operator(), path, Map.of("singleFen", 1_000, "dailyFen", 2_001))
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/dailyFen");
        wallets.put(
                        operator(),
                        "/v1/limit-policies/CLASS_II/"
                                + BusinessTime.dayOf(Instant.now()).minusDays(1),
                        terms)
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("effectiveOn");
        wallets.get(operator(), path).expectStatus().isOk();
        wallets.get(operator(), "/v1/limit-policies/CLASS_II/2098-01-01")
                .expectStatus()
                .isNotFound();
        wallets.get(WalletFixture.customer("alice"), "/v1/limit-policies")
                .expectStatus()
                .isForbidden();
    }
}

package cn.jiaozi.wallet.load;

import static cn.jiaozi.wallet.WalletFixture.anAccountNo;
import static cn.jiaozi.wallet.WalletFixture.asked;
import static cn.jiaozi.wallet.WalletFixture.body;
import static cn.jiaozi.wallet.WalletFixture.customer;
import static cn.jiaozi.wallet.WalletFixture.operator;
import static cn.jiaozi.wallet.WalletFixture.unique;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.contracts.LedgerRequest.PostEntry;
import cn.jiaozi.sdk.voucher.LoadOrder;
import cn.jiaozi.testkit.ServiceTest;
import cn.jiaozi.testkit.TestTokens;
import cn.jiaozi.wallet.Chip;
import cn.jiaozi.wallet.WalletFixture;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

@ServiceTest
class PurseLimitServiceIT {
    private static final String POLICIES = "/v1/purse-limit-policies";

    private final WalletFixture http;

    PurseLimitServiceIT(@Autowired WebTestClient http) {
        this.http = new WalletFixture(http);
    }

    @Test
    void tellsTheNextLoadWhatIsInForceToday() {
        var today = BusinessTime.dayOf(Instant.now());
        var path = POLICIES + "/LINKED/" + today;
        http.put(operator(), path, terms("payments", 19))
                .expectStatus()
                .value(status -> assertThat(status).isIn(200, 201));
        var alice = unique("alice");
        var device = TestTokens.ofDevice(alice);
        var chip = Chip.issued(http, device, http.aClassIiWallet(alice, anAccountNo()));
        var load = chip.path() + "/loads/" + unique("load");

        http.put(device, load, Map.of("amountFen", 30_000)).expectStatus().isAccepted();
        WalletFixture.post(asked(PostEntry.class, "load:" + chip.purseId() + "/1"));
        var order = http.ended(device, load, "LOADED").get("order");

        var limits = LoadOrder.readSigned(Base64.getDecoder().decode(String.valueOf(order)))
                .content()
                .limits();
        assertThat(limits.payments()).isEqualTo(19);
        assertThat(body(http.get(operator(), path))).containsEntry("policy", limits.policy());
    }

    @Test
    void setsAPolicyOnceAndNeverForThePast() {
        var path = POLICIES + "/ANONYMOUS/2099-01-01";

        var set = body(http.put(operator(), path, terms("balanceFen", 40_000))
                .expectStatus()
                .isCreated());
        var next = body(http.put(operator(), POLICIES + "/ANONYMOUS/2099-01-02", terms("balanceFen", 30_000))
                .expectStatus()
                .isCreated());

        assertThat((Integer) next.get("policy")).isGreaterThan((Integer) set.get("policy"));
        assertThat(body(http.put(operator(), path, terms("balanceFen", 40_000))
                        .expectStatus()
                        .isOk()))
                .isEqualTo(set);
        assertThat(body(http.get(operator(), path))).isEqualTo(set);
        http.put(operator(), path, terms("balanceFen", 40_001))
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/balanceFen");
        http.put(
                        operator(),
                        POLICIES + "/LINKED/"
                                + BusinessTime.dayOf(Instant.now()).minusDays(1),
                        terms("payments", 1))
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("effectiveOn");
        http.get(operator(), POLICIES + "/LINKED/2098-01-01").expectStatus().isNotFound();
        http.get(customer("alice"), POLICIES).expectStatus().isForbidden();
    }

    private static Map<String, Object> terms(String field, int value) {
        var terms = new HashMap<String, Object>(Map.of(
                "balanceFen", 100_000,
                "singleFen", 20_000,
                "singleWithPinFen", 50_000,
                "payments", 20,
                "totalFen", 100_000,
                "poweredOffPayments", 5,
                "poweredOffFen", 30_000));
        terms.put(field, value);
        return terms;
    }
}

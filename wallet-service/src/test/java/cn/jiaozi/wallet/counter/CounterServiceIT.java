package cn.jiaozi.wallet.counter;

import static cn.jiaozi.wallet.WalletFixture.anAccountNo;
import static cn.jiaozi.wallet.WalletFixture.body;
import static cn.jiaozi.wallet.WalletFixture.customer;
import static cn.jiaozi.wallet.WalletFixture.operator;
import static cn.jiaozi.wallet.WalletFixture.unique;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.testkit.ServiceTest;
import cn.jiaozi.testkit.TestTokens;
import cn.jiaozi.wallet.WalletFixture;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

@ServiceTest
class CounterServiceIT {
    private final WalletFixture http;

    CounterServiceIT(@Autowired WebTestClient http) {
        this.http = new WalletFixture(http);
    }

    @Test
    void registersACounterOnceForAllItsClerks() {
        var path = "/v1/counters/" + unique("counter");
        var account = anAccountNo();
        var request = Map.of("kind", "COUNTER", "accountNo", account);

        var registered = body(http.put(operator(), path, request).expectStatus().isCreated());
        var colleague = TestTokens.of("colleague", "OPERATOR");

        assertThat(registered)
                .containsEntry("state", "OPEN")
                .containsEntry("accountNo", account)
                .containsEntry("registeredBy", "clerk");
        assertThat(body(http.put(colleague, path, request).expectStatus().isOk()))
                .isEqualTo(registered);
        assertThat(body(http.get(colleague, path))).isEqualTo(registered);
        conflicts(path, Map.of("kind", "KIOSK", "accountNo", account), "/kind");
        conflicts(path, Map.of("kind", "COUNTER", "accountNo", anAccountNo()), "/accountNo");
    }

    @Test
    void closesACounterOnceAndForEver() {
        var path = "/v1/counters/" + unique("kiosk");
        var request = Map.of("kind", "KIOSK", "accountNo", anAccountNo());
        http.put(operator(), path, request).expectStatus().isCreated();

        var closed = body(http.put(operator(), path + "/closure", Map.of("reason", "moved"))
                .expectStatus()
                .isCreated());

        assertThat(closed)
                .containsEntry("state", "CLOSED")
                .containsEntry("closedBy", "clerk")
                .containsEntry("closingReason", "moved");
        assertThat(body(http.put(operator(), path + "/closure", Map.of("reason", "again"))
                        .expectStatus()
                        .isOk()))
                .isEqualTo(closed);
        assertThat(body(http.put(operator(), path, request).expectStatus().isOk()))
                .isEqualTo(closed);
    }

    @Test
    void isForStaffAloneAndNamesWhatIsNotThere() {
        var path = "/v1/counters/" + unique("counter");

        http.put(customer("alice"), path, Map.of("kind", "COUNTER", "accountNo", anAccountNo()))
                .expectStatus()
                .isForbidden();
        http.get(customer("alice"), path).expectStatus().isForbidden();
        http.put(customer("alice"), path + "/closure", Map.of("reason", "mine"))
                .expectStatus()
                .isForbidden();
        isNotThere(http.get(operator(), path));
        isNotThere(http.put(operator(), path + "/closure", Map.of("reason", "gone")));
    }

    private static void isNotThere(WebTestClient.ResponseSpec answer) {
        answer.expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("counterId");
    }

    private void conflicts(String path, Map<String, Object> request, String pointer) {
        http.put(operator(), path, request)
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo(pointer);
    }
}

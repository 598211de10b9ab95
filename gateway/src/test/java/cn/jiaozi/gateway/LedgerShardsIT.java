package cn.jiaozi.gateway;

import static cn.jiaozi.gateway.GatewayIT.assertProblem;
import static cn.jiaozi.gateway.SuiteFixture.LEDGER;
import static cn.jiaozi.gateway.SuiteFixture.as;
import static cn.jiaozi.gateway.SuiteFixture.json;
import static cn.jiaozi.gateway.SuiteFixture.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.jiaozi.contracts.Reason;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

/// Two shards behind one door.
class LedgerShardsIT {
    private static final Stub SECOND = new Stub("ledger-service-1");

    private static ConfigurableApplicationContext gateway;
    private static int port;

    @BeforeAll
    static void start() {
        SuiteFixture.reset();
        gateway = StartIT.start(
                "jiaozi.ledger-shards=0-511=0,512-1023=1", "jiaozi.ledgers=" + LEDGER.url() + "," + SECOND.url());
        port = gateway.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void reset() {
        SuiteFixture.reset();
        SECOND.reset();
    }

    /// Slots 511 and 512.
    @ParameterizedTest
    @CsvSource({
        "/v1/accounts/wallet:146:available, ledger-service",
        "/v1/accounts/wallet:1762:available, ledger-service-1",
        "/v1/accounts/wallet%3A1762%3Aavailable/balance, ledger-service-1",
        "/v1/accounts/wallet:146:available/lines?shard=1, ledger-service",
        "/v1/accounts/wallet:1762:available/statement?shard=0, ledger-service-1",
        "/v1/accounts/core:0200:clearing/balance, ledger-service",
        "/v1/accounts/core:0200:clearing/balance?shard=1, ledger-service-1",
        "/v1/receipts/pay-1, ledger-service",
        "/v1/receipts/pay-1?shard=1, ledger-service-1",
        "/v1/consistency?from=1&to=2&shard=1, ledger-service-1",
        "/v1/operator-keys?shard=1, ledger-service-1",
        "/v1/audit/blocks?shard=1&from=1, ledger-service-1",
        "/v1/audit/findings?shard=1, ledger-service-1",
        "/v1/gl-vouchers/2026-11-28?shard=1, ledger-service-1",
        "/v1/entries?businessId=payment:1&shard=1, ledger-service-1",
        "/v1/trial-balance?shard=1, ledger-service-1",
        "/v1/invariants?shard=0, ledger-service",
        "/v1/invariants?shard=1, ledger-service-1",
    })
    void asksTheShardThatKeepsIt(String path, String service) {
        assertThat(json(get(path)).path("by").asString()).isEqualTo(service);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/invariants?shard=2",
                "/v1/invariants?shard=-1",
                "/v1/invariants?shard=",
                "/v1/invariants?shard=one",
                "/v1/invariants?shard=99999",
                "/v1/accounts/wallet:146:available?shard=2",
            })
    void namesTheParameterThatIsNoShard(String path) {
        HttpResponse<String> response = get(path);

        assertProblem(response, 400, Reason.BAD_REQUEST);
        assertThat(json(response).at("/errors/0/pointer").asString()).isEqualTo("shard");
        assertThat(LEDGER.seen).isEmpty();
        assertThat(SECOND.seen).isEmpty();
    }

    /// Each shard has a breaker of its own.
    @Test
    void servesOneShardWhileTheOtherIsAway() {
        SECOND.down();
        for (int call = 0; call < 12; call++) {
            assertProblem(get("/v1/invariants?shard=1"), 503, Reason.UPSTREAM_UNAVAILABLE);
        }

        assertThat(get("/v1/invariants").statusCode()).isEqualTo(200);
        assertThat(send(port, "GET", "/actuator/prometheus", "", request -> request)
                        .body())
                .contains("resilience4j_circuitbreaker_state{name=\"ledger-service\",state=\"closed\"} 1.0")
                .contains("resilience4j_circuitbreaker_state{name=\"ledger-service-1\",state=\"open\"} 1.0");

        SECOND.up();
        await().until(() -> get("/v1/invariants?shard=1").statusCode() == 200);
    }

    /// Whoever takes a gateway out of service for one shard takes it from the customers of all.
    @Test
    void isReadyWhileOneShardIs() {
        await().until(() -> readiness().statusCode() == 200);
        SECOND.down();
        await().until(() -> readiness().body().contains("\"ledger-service-1\":\"DOWN\""));
        assertThat(readiness().statusCode()).isEqualTo(200);

        LEDGER.down();
        await().until(() -> readiness().statusCode() == 503);

        SECOND.up();
        await().until(() -> readiness().statusCode() == 200);
        assertThat(json(readiness())
                        .at("/components/suite/details/ledger-service")
                        .asString())
                .isEqualTo("DOWN");
        LEDGER.up();
    }

    private static HttpResponse<String> readiness() {
        return send(port, "GET", "/actuator/health/readiness", "", request -> request);
    }

    @Test
    void describesTheLedgerOnceAndWithTheParameter() {
        SuiteFixture.SERVICES.forEach((name, stub) ->
                stub.replies("/v3/api-docs", Stub.Reply.json(200, OpenApiTest.document("/v1/" + name, "{}"))));

        var paths =
                json(send(port, "GET", "/openapi.json", "", request -> request)).path("paths");

        assertThat(paths.propertyNames()).hasSize(4).doesNotContain("/v1/ledger-service-1");
        assertThat(paths.at("/~1v1~1ledger-service/get/parameters/0/name").asString())
                .isEqualTo("shard");
        assertThat(paths.at("/~1v1~1wallet-service/get/parameters").isMissingNode())
                .isTrue();
    }

    private static HttpResponse<String> get(String path) {
        return send(port, "GET", path, "", as("CUSTOMER", "OPERATOR", "AUDITOR"));
    }
}

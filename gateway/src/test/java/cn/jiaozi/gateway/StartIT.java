package cn.jiaozi.gateway;

import static cn.jiaozi.gateway.GatewayIT.assertProblem;
import static cn.jiaozi.gateway.SuiteFixture.ISSUER_STUB;
import static cn.jiaozi.gateway.SuiteFixture.as;
import static cn.jiaozi.gateway.SuiteFixture.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;
import static org.awaitility.Awaitility.await;

import cn.jiaozi.contracts.Reason;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;

/// With which settings the gateway starts, and what it does while the token issuer is away.
class StartIT {
    @BeforeEach
    void reset() {
        SuiteFixture.reset();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jiaozi.internal-key= | JIAOZI_INTERNAL_KEY is not set",
                "jiaozi.internal-key=secret | JIAOZI_INTERNAL_KEY is not a private P-256 key",
                "jiaozi.signing-key= | JIAOZI_SIGNING_KEY is not a private key",
                "jiaozi.signing-key=c2VjcmV0 | JIAOZI_SIGNING_KEY is not a private key",
                "jiaozi.development=false | is a development issuer",
                "jiaozi.ledger-shards=0-511=0,512-1023=1 | JIAOZI_LEDGER_URL names 1 services",
                "jiaozi.ledgers=http://a,http://b | JIAOZI_LEDGER_SHARDS 1 shards",
                "jiaozi.issuer=http://localhost:8086 jiaozi.development=false | is a development issuer",
            })
    void refusesToStart(String settings, String message) {
        assertThatThrownBy(() -> start(settings.split(" ")).close())
                .extracting(NestedExceptionUtils::getMostSpecificCause, throwable(Throwable.class))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/jwks.json | {\"keys\":[],\"jiaozi_development\":true}",
                "/.well-known/openid-configuration | {\"jiaozi_development\":true}",
            })
    void refusesAnIssuerThatSaysItIsForDevelopment(String path, String document) {
        ISSUER_STUB.replies(path, Stub.Reply.json(200, document));

        // An address of this machine that does not look like one.
        String elsewhere = ISSUER_STUB.url().replace("127.0.0.1", "127.0.0.2");
        assertThatThrownBy(() -> start(
                                "jiaozi.development=false",
                                "jiaozi.issuer=" + elsewhere,
                                "jiaozi.jwks-uri=" + elsewhere + "/jwks.json")
                        .close())
                .extracting(NestedExceptionUtils::getMostSpecificCause, throwable(Throwable.class))
                .isInstanceOf(StartRefused.class);
    }

    @Test
    void recognizesNobodyWhileTheIssuerIsAwayAndEverybodyWhenItIsBack() {
        ISSUER_STUB.down();
        try (ConfigurableApplicationContext gateway = start()) {
            int port = gateway.getEnvironment().getRequiredProperty("local.server.port", Integer.class);

            assertProblem(send(port, "GET", "/v1/invariants", "", as("AUDITOR")), 503, Reason.UPSTREAM_UNAVAILABLE);
            assertThat(send(port, "GET", "/actuator/health/readiness", "", request -> request)
                            .statusCode())
                    .isEqualTo(503);

            ISSUER_STUB.up();
            await().until(() ->
                    send(port, "GET", "/v1/invariants", "", as("AUDITOR")).statusCode() == 200);
        }
    }

    static ConfigurableApplicationContext start(String... more) {
        Map<String, String> settings = SuiteFixture.settings();
        Arrays.stream(more)
                .map(setting -> setting.split("=", 2))
                .forEach(setting -> settings.put(setting[0], setting[1]));
        return new SpringApplicationBuilder(GatewayApplication.class)
                .run(Stream.concat(
                                Stream.of("--server.port=0"),
                                settings.entrySet().stream()
                                        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue()))
                        .toArray(String[]::new));
    }
}

package cn.jiaozi.gateway;

import static cn.jiaozi.gateway.SuiteFixture.ISSUER;
import static cn.jiaozi.gateway.SuiteFixture.ISSUER_STUB;
import static cn.jiaozi.gateway.SuiteFixture.PAYMENT;
import static cn.jiaozi.gateway.SuiteFixture.SERVICES;
import static cn.jiaozi.gateway.SuiteFixture.as;
import static cn.jiaozi.gateway.SuiteFixture.claims;
import static cn.jiaozi.gateway.SuiteFixture.json;
import static cn.jiaozi.gateway.SuiteFixture.key;
import static cn.jiaozi.gateway.SuiteFixture.send;
import static cn.jiaozi.gateway.SuiteFixture.signed;
import static cn.jiaozi.gateway.SuiteFixture.token;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import cn.jiaozi.contracts.Reason;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/// The door as a caller sees it, against services that are real HTTP servers.
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ExtendWith(OutputCaptureExtension.class)
class GatewayIT {
    private static final String PAY = "/v1/payments/pay-0001";

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void suite(DynamicPropertyRegistry registry) {
        SuiteFixture.properties(registry);
    }

    @BeforeEach
    void reset(@Autowired CircuitBreakerRegistry breakers) {
        SuiteFixture.reset();
        breakers.getAllCircuitBreakers().forEach(CircuitBreaker::reset);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/wallet-openings/open-001, wallet-service",
        "/v1/wallets/0020000000000014, wallet-service",
        "/v1/wallets/0020000000000014/usage, wallet-service",
        "/v1/wallets/0020000000000014/exchanges/ex-0001, wallet-service",
        "/v1/wallets/0020000000000014/restrictions/re-0001, wallet-service",
        "/v1/limit-policies, wallet-service",
        "/v1/limit-policies/IV/2026-12-01, wallet-service",
        "/v1/purse-limit-policies, wallet-service",
        "/v1/purse-limit-policies/LINKED/2026-12-01, wallet-service",
        "/v1/counters/counter-1, wallet-service",
        "/v1/counters/counter-1/exchanges/cash-01, wallet-service",
        "/v1/payments/pay-0001, payment-service",
        "/v1/payments/pay-0001/timeline, payment-service",
        "/v1/payments/pay-0001/refunds/ref-0001, payment-service",
        "/v1/merchants/M1/orders/order-01, payment-service",
        "/v1/merchant-registrations/reg-0001, merchant-service",
        "/v1/merchants/M1, merchant-service",
        "/v1/merchants?state=APPLIED, merchant-service",
        "/v1/merchants/M1/reviews/review-1, merchant-service",
        "/v1/merchants/M1/audit-lines, merchant-service",
        "/v1/audit-lines?subject=terminal:00000001, merchant-service",
        "/v1/merchants/M1/fee-plans?limit=5, merchant-service",
        "/v1/merchants/M1/stores, merchant-service",
        "/v1/merchants/M1/stores/store-01, merchant-service",
        "/v1/merchants/M1/stores/orders, merchant-service",
        "/v1/merchants/M1/stores/000001/qr, payment-service",
        "/v1/merchants/M1/orders/order-01/reversal, payment-service",
        "/v1/payment-codes/code-01, payment-service",
        "/v1/terminals/00000001, merchant-service",
        "/v1/terminals/00000001/certificates/cert-01, merchant-service",
        "/v1/purse-issues/issue-01, wallet-service",
        "/v1/purses/P7Q2M4X9K1B6T3D8/loads/load-001, wallet-service",
        "/v1/offline-certificates, wallet-service",
        "/v1/revocation-list, wallet-service",
        "/v1/devices, wallet-service",
        "/v1/devices/device-1, wallet-service",
        "/v1/wallets/0020000000000014/pin-free, wallet-service",
        "/v1/pin-key, wallet-service",
        "/v1/wallets/0020000000000014/pin, wallet-service",
        "/v1/merchants/M1/stores/store-01/terminals/term-001, merchant-service",
        "/v1/merchants/M1/sales?on=2026-11-23&limit=5, merchant-service",
        "/v1/merchants/M1/payouts/payout-01, merchant-service",
        "/v1/merchants/M1/sales/payment:0197b2c4-5d6e-7f80-9a1b-2c3d4e5f6071/receipt, merchant-service",
        "/v1/receipt-checks/20261128-0-4711-1?code=8F3A-1C2D-77AB-90EF-12CD, merchant-service",
        "/v1/payout-runs/2026-12-01, merchant-service",
        "/v1/calendars/2027, merchant-service",
        "/v1/merchants/M1/receivables?bucket=0-30, merchant-service",
        "/v1/receivables?bucket=90%2B, merchant-service",
        "/v1/merchants/M1/bills/2026-11-28?kind=FUND_FLOW, merchant-service",
        "/v1/bill-days/2026-11-28, merchant-service",
        "/v1/accounts/wallet:0020000000000014:available, ledger-service",
        "/v1/accounts/wallet:0020000000000014:available/lines?cursor=a%2Bb, ledger-service",
        "/v1/receipts/0197b2c4-5d6e-7f80-9a1b-2c3d4e5f6071, ledger-service",
        "/v1/consistency?from=1&to=2, ledger-service",
        "/v1/operator-keys, ledger-service",
        "/v1/audit/blocks?from=1, ledger-service",
        "/v1/audit/findings, ledger-service",
        "/v1/accounts/wallet:0020000000000014:available/balance?at=2026-11-28T00:00:00Z, ledger-service",
        "/v1/accounts/wallet:0020000000000014:available/statement?from=2026-11-01&to=2026-11-28, ledger-service",
        "/v1/gl-vouchers/2026-11-28, ledger-service",
        "/v1/accounting-days/2026-11-28, ledger-service",
        "/v1/vouchers/0a1b2c/evidence, payment-service",
        "/v1/entries?businessId=payment:pay-0001, ledger-service",
        "/v1/trial-balance, ledger-service",
        "/v1/core-files/2026-11-28, merchant-service",
        "/v1/core-files/2026-11-28/file-01, merchant-service",
        "/v1/reconciliations/2026-11-28/items?limit=5, merchant-service",
        "/v1/reconciliation-items?state=OPEN, merchant-service",
        "/v1/reconciliation-items/0197b2c4-5d6e-7f80-9a1b-2c3d4e5f6071/remedies/remedy-1, merchant-service",
        "/v1/invariants, ledger-service",
    })
    void routes(String path, String service) {
        HttpResponse<String> response = send(port, "GET", path, "", as("CUSTOMER", "MERCHANT", "OPERATOR", "AUDITOR"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).path("by").asString()).isEqualTo(service);
        assertThat(requireNonNull(SERVICES.get(service)).last().uri()).isEqualTo(path);
    }

    static Stream<Arguments> tokens() throws Exception {
        long now = Instant.now().getEpochSecond();
        String[] customer = {"CUSTOMER"};
        SignedJWT symmetric = new SignedJWT(
                new JWSHeader(JWSAlgorithm.HS256), claims(customer).build());
        symmetric.sign(new MACSigner(ISSUER.toPublicJWK().toJSONString()));
        String[] parts = token("OPERATOR").split("\\.", -1);
        return Stream.of(
                arguments("Bearer " + token(customer), 200, ""),
                arguments("bearer " + token("NOBODY", "CUSTOMER"), 200, ""),
                arguments("", 401, "The request carries no bearer token."),
                arguments("Basic YTpi", 401, "The request carries no bearer token."),
                arguments("Bearer abc", 401, "The token is malformed."),
                arguments("Bearer a.b.c", 401, "The token is malformed."),
                arguments("Bearer ü", 401, "Bearer token is malformed"),
                arguments(
                        "Bearer " + new PlainJWT(claims(customer).build()).serialize(),
                        401,
                        "The token is not signed with an accepted algorithm."),
                arguments(
                        "Bearer " + symmetric.serialize(), 401, "The token is not signed with an accepted algorithm."),
                arguments(
                        "Bearer " + parts[0] + "." + parts[1] + "."
                                + token(customer).split("\\.", -1)[2],
                        401,
                        "The token's signature or form is not valid."),
                arguments(
                        "Bearer " + signed(claims(customer), key("issuer")),
                        401,
                        "The token's signature or form is not valid."),
                arguments(
                        "Bearer " + signed(claims(customer), key("unknown")),
                        401,
                        "The token's signature or form is not valid."),
                arguments(
                        "Bearer "
                                + signed(
                                        claims(customer).claim("iat", now - 300).claim("exp", now - 20), ISSUER),
                        200,
                        ""),
                arguments(
                        "Bearer "
                                + signed(
                                        claims(customer).claim("iat", now - 300).claim("exp", now - 31), ISSUER),
                        401,
                        "The token has expired."),
                arguments(
                        "Bearer " + signed(claims(customer).claim("exp", null), ISSUER), 401, "The token has expired."),
                arguments("Bearer " + signed(claims(customer).claim("nbf", now + 20), ISSUER), 200, ""),
                arguments(
                        "Bearer " + signed(claims(customer).claim("nbf", now + 60), ISSUER),
                        401,
                        "The token is not valid yet."),
                arguments(
                        "Bearer " + signed(claims(customer).issuer("https://id.other.example"), ISSUER),
                        401,
                        "The token is from another issuer."),
                arguments(
                        "Bearer " + signed(claims(customer).audience("other"), ISSUER),
                        401,
                        "The token is for another audience."),
                arguments("Bearer " + signed(claims(customer).audience(List.of("other", "jiaozi")), ISSUER), 200, ""),
                arguments(
                        "Bearer " + signed(claims(customer).subject(null), ISSUER), 401, "The token names no subject."),
                arguments("Bearer " + token("NOBODY"), 403, "The token names no role that is known here."),
                arguments("Bearer " + token(), 403, "The token names no role that is known here."),
                arguments(
                        "Bearer " + signed(claims().claim("roles", "CUSTOMER"), ISSUER),
                        403,
                        "The token names no role that is known here."),
                arguments("Bearer " + token("AUDITOR"), 403, "The caller's roles do not allow this act."));
    }

    @ParameterizedTest
    @MethodSource("tokens")
    void recognizes(String authorization, int status, String detail) {
        HttpResponse<String> response = send(
                port,
                "GET",
                PAY,
                "",
                request -> authorization.isEmpty() ? request : request.header("Authorization", authorization));

        if (status == 200) {
            assertThat(response.statusCode()).isEqualTo(200);
        } else {
            assertProblem(response, status, status == 401 ? Reason.UNAUTHENTICATED : Reason.FORBIDDEN);
            assertThat(json(response).path("detail").asString()).isEqualTo(detail);
            assertThat(response.headers().firstValue("WWW-Authenticate").isPresent())
                    .isEqualTo(status == 401);
            assertThat(PAYMENT.seen).isEmpty();
        }
    }

    @Test
    void vouchesForTheCallerInAnInternalToken() throws Exception {
        String outside = token("CUSTOMER", "NOBODY");

        send(port, "GET", PAY, "", request -> request.header("Authorization", "Bearer " + outside));

        String authorization = requireNonNull(PAYMENT.last().header("Authorization"));
        SignedJWT inside = SignedJWT.parse(authorization.substring("Bearer ".length()));
        Map<String, Object> claims = inside.getJWTClaimsSet().getClaims();
        assertThat(inside.verify(new ECDSAVerifier(SuiteFixture.INTERNAL.toECPublicKey())))
                .isTrue();
        assertThat(inside.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
        assertThat(claims.keySet()).containsExactlyInAnyOrder("iss", "aud", "sub", "roles", "iat", "exp", "jti");
        assertThat(inside.getJWTClaimsSet().getIssuer()).isEqualTo("jiaozi-gateway");
        assertThat(inside.getJWTClaimsSet().getAudience()).containsExactly("jiaozi-internal");
        assertThat(inside.getJWTClaimsSet().getSubject()).isEqualTo("party-1");
        assertThat(inside.getJWTClaimsSet().getStringListClaim("roles")).containsExactly("CUSTOMER");
        Map<String, Object> numbers = inside.getPayload().toJSONObject();
        assertThat((long) requireNonNull(numbers.get("exp")) - (long) requireNonNull(numbers.get("iat")))
                .isEqualTo(60);
    }

    @Test
    void passesOnNoHeaderThatItDidNotChoose() {
        send(
                port,
                "PUT",
                PAY + "?a=%20b",
                "{\"kind\":\"P2P\"}",
                request -> customer(request)
                        .header("X-Jiaozi-Party", "party-2")
                        .header("X-Forwarded-For", "10.0.0.1")
                        .header("Forwarded", "for=10.0.0.1")
                        .header("Cookie", "a=b")
                        .header("X-Original-Url", "/v1/invariants")
                        .header("X-Http-Method-Override", "DELETE")
                        .header("Prefer", "respond-async, wait=7"));

        assertThat(PAYMENT.last().headers().keySet())
                .containsExactlyInAnyOrder(
                        "Host",
                        "Authorization",
                        "Content-type",
                        "Content-length",
                        "Accept",
                        "User-agent",
                        "Prefer",
                        "Traceparent");
        assertThat(PAYMENT.last().header("User-agent")).startsWith("ReactorNetty");
        assertThat(PAYMENT.last().header("Prefer")).isEqualTo("wait=7");
        assertThat(PAYMENT.last().uri()).isEqualTo(PAY + "?a=%20b");
        assertThat(PAYMENT.last().body()).isEqualTo("{\"kind\":\"P2P\"}");
    }

    @Test
    void passesAFileOnThatIsLargerThanAnyOtherBody() {
        String file = "a,b,c\n".repeat(500_000);

        HttpResponse<String> response = send(
                port,
                "PUT",
                "/v1/core-files/2026-11-28/file-01",
                file,
                request -> as("OPERATOR").apply(request).header("Content-Type", "text/csv"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(requireNonNull(SERVICES.get("merchant-service")).last().body())
                .isEqualTo(file);
    }

    @Test
    void passesOnlyTextOnAsAFile() {
        HttpResponse<String> response = send(
                port,
                "PUT",
                "/v1/core-files/2026-11-28/file-01",
                "{}",
                request -> as("OPERATOR").apply(request).header("Content-Type", "application/json"));

        assertProblem(response, 415, Reason.UNSUPPORTED_MEDIA_TYPE);
        assertThat(response.headers().firstValue("Accept")).contains("text/csv");
        assertThat(requireNonNull(SERVICES.get("merchant-service")).seen).isEmpty();
    }

    @Test
    void writesOneLinePerRequestAndNothingPersonal(CapturedOutput output) {
        String trace = "5bf92f3577b34da6a3ce929d0e0e4736";
        String token = token("OPERATOR");

        send(
                port,
                "GET",
                "/v1/entries?businessId=payment:secret-01",
                "",
                request -> request.header("Authorization", "Bearer " + token)
                        .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01"));

        await().until(() -> output.getOut().contains(trace));
        String line = output.getOut()
                .lines()
                .filter(each -> each.contains(trace))
                .reduce((_, _) -> "two lines")
                .orElseThrow();
        assertThat(line)
                .contains("\"method\":\"GET\"", "\"status_code\":200", "\"route\":\"ledger-service\"", "duration");
        assertThat(output.getOut()).doesNotContain("secret-01", token, "party-1");
    }

    @Test
    void recognizesCallersWhileTheIssuerIsAwayAndLearnsItsNewKeys() {
        ISSUER_STUB.down();
        assertThat(send(port, "GET", PAY, "", as("CUSTOMER")).statusCode()).isEqualTo(200);

        ECKey next = key("next");
        ISSUER_STUB.up();
        ISSUER_STUB.replies("/jwks.json", Stub.Reply.json(200, new JWKSet(List.of(ISSUER, next)).toString()));
        String token = signed(claims("CUSTOMER"), next);
        await().until(() -> send(port, "GET", PAY, "", request -> request.header("Authorization", "Bearer " + token))
                        .statusCode()
                == 200);
    }

    @Test
    void continuesTheCallersTrace() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";

        send(
                port,
                "GET",
                PAY,
                "",
                request -> as("CUSTOMER").apply(request).header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01"));

        assertThat(PAYMENT.last().header("Traceparent")).startsWith("00-" + trace + "-");
    }

    @ParameterizedTest
    @CsvSource({"200", "201", "202", "400", "409", "500", "503"})
    void passesAnswersOfServicesThrough(int status) {
        PAYMENT.replies(PAY, new Stub.Reply(status, "application/problem+json", "{\"reason\":\"OWN\"}", Duration.ZERO));

        HttpResponse<String> response = send(port, "PUT", PAY, "{}", GatewayIT::customer);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEqualTo("{\"reason\":\"OWN\"}");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v1",
                "/v1/wallets",
                "/v1/unknown/x",
                "/actuator",
                "/actuator/env",
                "/actuator/health2",
                "/favicon.ico"
            })
    void saysThatThereIsNothing(String path) {
        assertProblem(send(port, "GET", path, "", as("OPERATOR")), 404, Reason.NOT_FOUND);
        assertProblem(send(port, "GET", path, "", request -> request), 404, Reason.NOT_FOUND);
    }

    @ParameterizedTest
    @CsvSource({"DELETE", "POST", "PATCH", "OPTIONS"})
    void saysWhichMethodsAreServed(String method) {
        HttpResponse<String> response = send(port, method, PAY, "", as("CUSTOMER"));

        assertProblem(response, 405, Reason.METHOD_NOT_ALLOWED);
        assertThat(response.headers().firstValue("Allow")).contains("GET, PUT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/payments/..%2Fx",
                "/v1/payments//x",
                "/v1/payments/a;b=c",
                "/v1/../actuator/env",
                "/v1/payments/%2e%2e/x"
            })
    void refusesPathsThatLookDifferentToOthers(String path) {
        assertProblem(send(port, "GET", path, "", as("CUSTOMER")), 400, Reason.BAD_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait=31", "wait=-1", "wait=x", "wait"})
    void refusesABadPreference(String preference) {
        HttpResponse<String> response =
                send(port, "PUT", PAY, "{}", request -> customer(request).header("Prefer", preference));

        assertProblem(response, 400, Reason.BAD_REQUEST);
        assertThat(PAYMENT.seen).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, 200",
        "application/json;charset=utf-8, 200",
        "application/json;charset=utf-16, 415",
        "application/json;charset=nonsense, 415",
        "text/plain, 415",
        "application/x-www-form-urlencoded, 415",
        "application/merge-patch+json, 415",
        "*/*, 415",
        "nonsense, 415",
        "'', 415",
    })
    void takesPlainJsonOnly(String type, int status) {
        HttpResponse<String> response = send(
                port,
                "PUT",
                PAY,
                "{}",
                request -> type.isEmpty()
                        ? as("CUSTOMER").apply(request)
                        : as("CUSTOMER").apply(request).header("Content-Type", type));

        if (status == 200) {
            assertThat(response.statusCode()).isEqualTo(200);
        } else {
            assertProblem(response, status, Reason.UNSUPPORTED_MEDIA_TYPE);
            assertThat(PAYMENT.seen).isEmpty();
        }
    }

    @Test
    void takesNoCompressedBody() {
        HttpResponse<String> response =
                send(port, "PUT", PAY, "{}", request -> customer(request).header("Content-Encoding", "gzip"));

        assertProblem(response, 415, Reason.UNSUPPORTED_MEDIA_TYPE);
    }

    @Test
    void takesAnActWithoutABody() {
        assertThat(send(port, "PUT", "/v1/merchants/M1/orders/order-01/close", "", as("MERCHANT"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(PAYMENT.last().body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"65535, false, 200", "65536, false, 200", "65537, false, 413", "65536, true, 200", "65537, true, 413"})
    void takesSixtyFourKibibytesAndNoMore(int length, boolean chunked, int status) {
        byte[] body = "x".repeat(length).getBytes(StandardCharsets.US_ASCII);
        HttpRequest.BodyPublisher publisher = chunked
                ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))
                : BodyPublishers.ofByteArray(body);

        HttpResponse<String> response = send(port, "PUT", PAY, publisher, GatewayIT::customer);

        if (status == 200) {
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(PAYMENT.last().body()).hasSize(length);
        } else {
            assertProblem(response, status, Reason.BODY_TOO_LARGE);
            assertThat(PAYMENT.seen).isEmpty();
        }
    }

    private static HttpRequest.Builder customer(HttpRequest.Builder request) {
        return as("CUSTOMER").apply(request).header("Content-Type", "application/json");
    }

    static void assertProblem(HttpResponse<String> response, int status, Reason reason) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = json(response);
        assertThat(problem.path("type").asString()).startsWith("https://jiaozi.example/problems/");
        assertThat(problem.path("title").asString()).isEqualTo(reason.en());
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("detail").asString()).isNotBlank();
        assertThat(problem.path("instance").asString()).isEqualTo(response.uri().getRawPath());
        assertThat(problem.path("reason").asString()).isEqualTo(reason.name());
        assertThat(problem.at("/reasonText/en").asString()).isEqualTo(reason.en());
        assertThat(problem.at("/reasonText/zh").asString()).isEqualTo(reason.zh());
        assertThat(problem.path("traceId").asString()).matches("[0-9a-f]{32}");
    }
}

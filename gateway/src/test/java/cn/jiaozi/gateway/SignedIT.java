package cn.jiaozi.gateway;

import static cn.jiaozi.gateway.GatewayIT.assertProblem;
import static cn.jiaozi.gateway.SuiteFixture.PAYMENT;
import static cn.jiaozi.gateway.SuiteFixture.claims;
import static cn.jiaozi.gateway.SuiteFixture.send;
import static cn.jiaozi.gateway.SuiteFixture.signed;
import static cn.jiaozi.gateway.SuiteFixture.token;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.SignerKey;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.key.VerifyingKey;
import cn.jiaozi.sdk.signature.RequestSignature;
import cn.jiaozi.sdk.signature.RequestSigner;
import cn.jiaozi.sdk.signature.ResponseSignature;
import cn.jiaozi.sdk.signature.SignedMessage;
import cn.jiaozi.sdk.signature.SignedResponse;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;

/// Terminals and devices at two instances of the door.
class SignedIT {
    private static final String READ = "/v1/payments/pay-0001";
    private static final String TERMINAL = "/v1/terminals/00000001";
    private static final SigningKey TILL = SigningKey.generate(Curve.SM2);
    private static final SigningKey PHONE = SigningKey.generate(Curve.P256);
    private static final SigningKey OTHER_PHONE = SigningKey.generate(Curve.SM2);
    private static final SigningKey STOLEN = SigningKey.generate(Curve.P256);
    private static final SigningKey NOBODYS = SigningKey.generate(Curve.P256);
    private static final String BODY = "{\"kind\":\"P2P\"}";

    private static ConfigurableApplicationContext one;
    private static ConfigurableApplicationContext other;

    @BeforeAll
    static void start() {
        SuiteFixture.reset();
        SuiteFixture.announce(
                Topics.TERMINAL_KEY,
                key(TILL, "org-1", Optional.of(new SignerKey.Terminal("00000001", "100000000000013", "000001")), true));
        SuiteFixture.announce(
                Topics.DEVICE_KEY,
                key(PHONE, "party-1", Optional.empty(), true),
                key(OTHER_PHONE, "party-2", Optional.empty(), true),
                key(STOLEN, "party-1", Optional.empty(), true),
                new SignerKey(STOLEN.id(), STOLEN.verifying().encoded(), "party-1", Optional.empty(), false, 2));
        one = StartIT.start();
        other = StartIT.start();
        await().until(() -> Stream.of(one, other)
                .allMatch(door -> door.getBean(SignerKeys.class).isComplete()));
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
    }

    @BeforeEach
    void reset() {
        SuiteFixture.reset();
    }

    @Test
    void knowsATerminalByItsKeyAlone() throws Exception {
        var answer = sendSigned(port(one), "GET", TERMINAL + "?a=%20b", "", TILL, Optional.empty());

        assertThat(answer.statusCode()).isEqualTo(200);
        JWTClaimsSet claims = told(SuiteFixture.MERCHANT);
        assertThat(claims.getSubject()).isEqualTo("org-1");
        assertThat(claims.getStringListClaim("roles")).containsExactly("TERMINAL");
        assertThat(claims.getJSONObjectClaim("terminal"))
                .isEqualTo(Map.of("terminalId", "00000001", "merchantNo", "100000000000013", "storeNo", "000001"));
        assertThat(claims.getClaim("factors")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"200", "202", "409", "204"})
    void signsItsAnswersToTerminals(int status) {
        SuiteFixture.MERCHANT.replies(TERMINAL, Stub.Reply.json(status, status == 204 ? "" : "{\"state\":\"ACTIVE\"}"));
        var headers = headers("GET", TERMINAL, "", TILL, Optional.empty(), Instant.now());

        var answer = send(port(one), "GET", TERMINAL, "", json(headers));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(verifies(answer, headers, answer.body(), status)).isTrue();
        assertThat(verifies(answer, headers, answer.body() + " ", status)).isFalse();
        assertThat(verifies(answer, headers, answer.body(), 201)).isFalse();
        var another = headers("GET", TERMINAL, "", TILL, Optional.empty(), Instant.now());
        assertThat(verifies(answer, another, answer.body(), status)).isFalse();
    }

    @Test
    void signsItsRefusalsToo() {
        var headers = headers("GET", TERMINAL, "", NOBODYS, Optional.empty(), Instant.now());

        var answer = send(port(one), "GET", TERMINAL, "", json(headers));

        assertProblem(answer, 401, Reason.KEY_UNKNOWN);
        assertThat(verifies(answer, headers, answer.body(), 401)).isTrue();
    }

    @Test
    void publishesTheKeyOfItsAnswers() {
        var answer = send(port(one), "GET", "/v1/gateway-keys", "", request -> request);

        assertThat(SuiteFixture.json(answer).at("/keys/0/publicKey").asString())
                .isEqualTo(gatewayKey().encoded());
    }

    private static boolean verifies(HttpResponse<String> answer, Map<String, String> request, String body, int status) {
        var signature = ResponseSignature.of(header(answer, "Signature-Input"), header(answer, "Signature"));
        var signed = RequestSignature.of(
                requireNonNull(request.get("Signature-Input")), requireNonNull(request.get("Signature")));
        return signature.verifies(
                SignedResponse.of(status, body.getBytes(StandardCharsets.UTF_8), signed),
                header(answer, "Content-Digest"),
                gatewayKey());
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static VerifyingKey gatewayKey() {
        try {
            return VerifyingKey.of(Base64.getEncoder()
                    .encodeToString(SuiteFixture.SIGNING.toECPublicKey().getEncoded()));
        } catch (JOSEException fault) {
            throw new IllegalStateException(fault);
        }
    }

    @Test
    void saysThatACustomersDeviceHasSigned() throws Exception {
        var answer = sendSigned(port(one), "PUT", READ, BODY, PHONE, Optional.of(token("CUSTOMER")));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(PAYMENT.last().body()).isEqualTo(BODY);
        assertThat(told(PAYMENT).getStringListClaim("factors")).containsExactly("DEVICE_KEY");
        assertThat(told(PAYMENT).getStringListClaim("roles")).containsExactly("CUSTOMER");
    }

    @Test
    void saysNothingOfTheKindWithoutASignature() throws Exception {
        send(port(one), "PUT", READ, BODY, json(Map.of("Authorization", "Bearer " + token("CUSTOMER"))));

        assertThat(told(PAYMENT).getClaim("factors")).isNull();
    }

    @Test
    void servesARequestOnceAtAllInstancesTogether() {
        var headers = headers("PUT", READ, BODY, PHONE, Optional.of(token("CUSTOMER")), Instant.now());

        assertThat(send(port(one), "PUT", READ, BODY, json(headers)).statusCode())
                .isEqualTo(200);

        assertProblem(send(port(one), "PUT", READ, BODY, json(headers)), 401, Reason.SIGNATURE_REPLAYED);
        assertProblem(send(port(other), "PUT", READ, BODY, json(headers)), 401, Reason.SIGNATURE_REPLAYED);
        assertThat(PAYMENT.seen).hasSize(1);
    }

    @Test
    void servesTheSameActSignedAnew() {
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThat(sendSigned(port(one), "PUT", READ, BODY, PHONE, Optional.of(token("CUSTOMER")))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    enum Tampering {
        METHOD,
        PATH,
        QUERY,
        BODY,
        DIGEST,
        TOKEN,
        SIGNATURE,
        NONCE
    }

    @ParameterizedTest
    @EnumSource
    void findsWhatWasTamperedWith(Tampering tampering) {
        String token = token("CUSTOMER");
        var headers = new HashMap<>(headers("PUT", READ, BODY, PHONE, Optional.of(token), Instant.now()));
        String path = READ;
        String body = BODY;
        String method = "PUT";
        switch (tampering) {
            case METHOD -> method = "GET";
            case PATH -> path = "/v1/payments/pay-0002";
            case QUERY -> path = READ + "?a=b";
            case BODY -> body = "{\"kind\":\"P2Q\"}";
            case DIGEST -> headers.remove("Content-Digest");
            case TOKEN -> headers.put("Authorization", "Bearer " + token("CUSTOMER", "MERCHANT"));
            case SIGNATURE -> headers.compute("Signature", (_, was) -> changed(requireNonNull(was), "sig1=:".length()));
            case NONCE ->
                headers.compute(
                        "Signature-Input",
                        (_, was) -> changed(requireNonNull(was), was.indexOf("nonce=\"") + "nonce=\"".length()));
        }

        assertProblem(send(port(one), method, path, body, json(headers)), 401, Reason.SIGNATURE_INVALID);
        assertThat(PAYMENT.seen).isEmpty();
    }

    private static String changed(String text, int at) {
        return text.substring(0, at) + (text.charAt(at) == 'A' ? 'B' : 'A') + text.substring(at + 1);
    }

    @ParameterizedTest
    @CsvSource({"-58, 200", "-62, 401", "58, 200", "62, 401"})
    void countsASignatureOfAMinute(long secondsFromNow, int status) {
        var headers = headers(
                "PUT",
                READ,
                BODY,
                PHONE,
                Optional.of(token("CUSTOMER")),
                Instant.now().plusSeconds(secondsFromNow));

        var answer = send(port(one), "PUT", READ, BODY, json(headers));

        assertThat(answer.statusCode()).isEqualTo(status);
        if (status != 200) {
            assertProblem(answer, status, Reason.SIGNATURE_EXPIRED);
        }
    }

    @Test
    void tellsKeysApart() {
        var customer = Optional.of(token("CUSTOMER"));
        assertProblem(sendSigned(port(one), "PUT", READ, BODY, NOBODYS, customer), 401, Reason.KEY_UNKNOWN);
        assertProblem(sendSigned(port(one), "PUT", READ, BODY, STOLEN, customer), 401, Reason.KEY_REVOKED);
        assertProblem(sendSigned(port(one), "PUT", READ, BODY, OTHER_PHONE, customer), 403, Reason.KEY_NOT_YOURS);
        assertProblem(sendSigned(port(one), "PUT", READ, BODY, TILL, customer), 403, Reason.KEY_NOT_YOURS);
        assertProblem(sendSigned(port(one), "PUT", READ, BODY, PHONE, Optional.empty()), 401, Reason.UNAUTHENTICATED);
        assertThat(PAYMENT.seen).isEmpty();
    }

    @Test
    void aTerminalMayDoWhatTerminalsMay() {
        assertProblem(
                sendSigned(port(one), "PUT", "/v1/devices/device-1", "{}", TILL, Optional.empty()),
                403,
                Reason.FORBIDDEN);
        assertProblem(
                send(port(one), "GET", TERMINAL, "", json(Map.of("Authorization", "Bearer " + token("TERMINAL")))),
                403,
                Reason.FORBIDDEN);
    }

    @Test
    void learnsAKeyThatIsRegisteredAMomentBefore() {
        var fresh = SigningKey.generate(Curve.P256);
        SuiteFixture.announce(Topics.DEVICE_KEY, key(fresh, "party-1", Optional.empty(), true));

        assertThat(sendSigned(port(one), "PUT", READ, BODY, fresh, Optional.of(token("CUSTOMER")))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void forgetsOldNoncesAlone() {
        var nonces = one.getBean(Nonces.class);
        assertThat(nonces.spend(PHONE.id(), "old").block()).isTrue();
        assertThat(nonces.spend(PHONE.id(), "young").block()).isTrue();
        one.getBean(DatabaseClient.class)
                .sql("update request_nonce set seen_at = seen_at - interval '6 minutes' where nonce = 'old'")
                .then()
                .block();

        nonces.sweep(Instant.now().plusSeconds(61)).block();

        assertThat(nonces.spend(PHONE.id(), "old").block()).isTrue();
        assertThat(nonces.spend(PHONE.id(), "young").block()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "Signature", "Signature-Input", "Content-Digest"})
    void takesNoHeaderTwice(String header) {
        var headers = headers("PUT", READ, BODY, PHONE, Optional.of(token("CUSTOMER")), Instant.now());

        var answer = send(
                port(one),
                "PUT",
                READ,
                BODY,
                request -> json(headers).apply(request).header(header, requireNonNull(headers.get(header))));

        assertThat(answer.statusCode()).isIn(400, 401);
        assertThat(PAYMENT.seen).isEmpty();
    }

    @Test
    void hearsATerminalThatHasNoKeyYetAndVouchesForNobody() throws Exception {
        var answer = send(port(one), "PUT", "/v1/terminal-activations/act-0001", "{}", json(Map.of()));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(told(SuiteFixture.MERCHANT).getSubject()).isEqualTo("anonymous");
        assertThat(told(SuiteFixture.MERCHANT).getStringListClaim("roles")).isEmpty();
    }

    @Test
    void wantsAFreshLoginForANewDevice() {
        long now = Instant.now().getEpochSecond();
        String fresh = signed(claims("CUSTOMER").claim("auth_time", now - 300), SuiteFixture.ISSUER);
        String old = signed(claims("CUSTOMER").claim("auth_time", now - 700), SuiteFixture.ISSUER);

        assertThat(device(fresh).statusCode()).isEqualTo(200);
        var refused = device(old);
        assertProblem(refused, 401, Reason.LOGIN_TOO_OLD);
        assertThat(refused.headers().firstValue("WWW-Authenticate"))
                .contains("Bearer realm=\"jiaozi\", error=\"insufficient_user_authentication\", max_age=600");
    }

    @Test
    void answersManyRefusalsOnOneConnection() {
        for (int i = 0; i < 5; i++) {
            assertProblem(
                    send(port(one), "PUT", READ, "x".repeat(60_000), json(Map.of())), 401, Reason.UNAUTHENTICATED);
        }
    }

    private static HttpResponse<String> device(String token) {
        return send(port(one), "PUT", "/v1/devices/device-1", "{}", json(Map.of("Authorization", "Bearer " + token)));
    }

    private static HttpResponse<String> sendSigned(
            int port, String method, String path, String body, SigningKey key, Optional<String> token) {
        return send(port, method, path, body, json(headers(method, path, body, key, token, Instant.now())));
    }

    private static Map<String, String> headers(
            String method, String path, String body, SigningKey key, Optional<String> token, Instant at) {
        Optional<String> authorization = token.map(value -> "Bearer " + value);
        List<String> target = List.of(path.split("\\?", 2));
        var headers = new HashMap<>(new RequestSigner(key, () -> at)
                .sign(SignedMessage.of(
                        method,
                        target.getFirst(),
                        target.size() > 1 ? target.getLast() : "",
                        body.getBytes(StandardCharsets.UTF_8),
                        authorization)));
        authorization.ifPresent(value -> headers.put("Authorization", value));
        return headers;
    }

    private static UnaryOperator<HttpRequest.Builder> json(Map<String, String> headers) {
        return request -> {
            headers.forEach(request::header);
            return request.header("Content-Type", "application/json");
        };
    }

    private static JWTClaimsSet told(Stub service) throws Exception {
        String authorization = requireNonNull(service.last().header("Authorization"));
        return SignedJWT.parse(authorization.substring("Bearer ".length())).getJWTClaimsSet();
    }

    private static SignerKey key(SigningKey key, String party, Optional<SignerKey.Terminal> terminal, boolean active) {
        return new SignerKey(key.id(), key.verifying().encoded(), party, terminal, active, 1);
    }

    private static int port(ConfigurableApplicationContext gateway) {
        return gateway.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }
}

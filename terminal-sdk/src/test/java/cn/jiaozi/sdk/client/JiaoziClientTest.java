package cn.jiaozi.sdk.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.signature.RequestSignature;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JiaoziClientTest {
    private static final String PATH = "/v1/payments/p-000001";
    private static final String BODY = "{\"remark\":\"饺子\"}";
    private static final byte[] JSON = BODY.getBytes(StandardCharsets.UTF_8);
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    private final SigningKey key = SigningKey.generate(Curve.SM2);
    private final Gateway gateway = new Gateway();
    private final List<Duration> pauses = new ArrayList<>();

    @AfterEach
    void close() {
        gateway.close();
    }

    private ClientSettings settings() {
        return ClientSettings.of(gateway.address(), key).withClock(InstantSource.fixed(NOW));
    }

    private JiaoziClient client(ClientSettings settings) {
        return new JiaoziClient(settings, pauses::add, new Random(1));
    }

    private Reply put(ClientSettings settings) {
        try (var client = client(settings)) {
            return client.put(PATH, JSON);
        }
    }

    @Test
    void sendsASignedRequest() {
        gateway.thenAnswers(201, "{\"state\":\"SUCCEEDED\"}");

        var reply = put(settings().withToken(() -> "t").withPatience(Duration.ofSeconds(5)));

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.text()).isEqualTo("{\"state\":\"SUCCEEDED\"}");
        assertThat(reply.problem()).isEmpty();
        var asked = gateway.asked.getFirst();
        assertThat(asked.method() + " " + asked.target()).isEqualTo("PUT " + PATH);
        assertThat(asked.body()).isEqualTo(BODY);
        assertThat(asked.headers().getFirst("Content-Type")).isEqualTo("application/json");
        assertThat(asked.headers().getFirst("Authorization")).isEqualTo("Bearer t");
        assertThat(asked.headers().getFirst("Prefer")).isEqualTo("wait=5");
        assertThat(asked.signature().created()).isEqualTo(NOW);
        assertSigned();
    }

    @Test
    void reads() {
        gateway.thenAnswers(200, "{}");

        try (var client = client(settings())) {
            assertThat(client.get("/v1/payments?after=a%2Fb&x").status()).isEqualTo(200);
        }

        var asked = gateway.asked.getFirst();
        assertThat(asked.method() + " " + asked.target()).isEqualTo("GET /v1/payments?after=a%2Fb&x");
        assertThat(asked.body()).isEmpty();
        assertThat(asked.headers()).doesNotContainKeys("Authorization", "Prefer", "Content-type");
        assertSigned();
    }

    private void assertSigned() {
        assertThat(gateway.asked)
                .allSatisfy(asked -> assertThat(asked.signature()
                                .verifies(
                                        Gateway.message(asked),
                                        String.valueOf(asked.headers().getFirst("Content-Digest")),
                                        key.verifying()))
                        .isTrue());
    }

    @Test
    void sendsTheSameAgainUnderAnotherSignatureWhenTheReplyIsLost() {
        gateway.thenDrops().thenAnswers(503, "").thenDrops().thenAnswers(200, "{}");
        Iterator<String> tokens = List.of("a", "b", "c", "d").iterator();

        var reply = put(settings().withToken(tokens::next));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(gateway.asked).hasSize(4);
        assertThat(gateway.asked.stream().map(Gateway.Asked::target)).containsOnly(PATH);
        assertThat(gateway.asked.stream().map(Gateway.Asked::body)).containsOnly(BODY);
        assertThat(gateway.asked.stream().map(Gateway.Asked::signature).map(RequestSignature::nonce))
                .doesNotHaveDuplicates();
        assertThat(gateway.asked.stream().map(asked -> asked.headers().getFirst("Authorization")))
                .containsExactly("Bearer a", "Bearer b", "Bearer c", "Bearer d");
        assertSigned();
    }

    @Test
    void readsAgainUnderAnotherSignatureToo() {
        gateway.thenAnswers(200, "{}").thenDrops().thenDrops().thenAnswers(200, "{}");

        try (var client = client(settings())) {
            // The second one goes over the connection of the first, where the JDK would repeat it by itself.
            client.get(PATH);
            client.get(PATH);
        }

        assertThat(gateway.asked).hasSize(4);
        assertThat(gateway.asked.stream().map(Gateway.Asked::signature).map(RequestSignature::nonce))
                .doesNotHaveDuplicates();
        assertThat(pauses).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 503, 504})
    void givesTheLastAnswerWhenTheWayStaysBlocked(int status) {
        gateway.thenAnswers(status, "1")
                .thenAnswers(status, "2")
                .thenAnswers(status, "3")
                .thenAnswers(status, "4");

        var reply = put(settings());

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.text()).isEqualTo("4");
        assertThat(gateway.asked).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 301, 400, 401, 404, 409, 429, 500, 501, 505})
    void takesEveryOtherStatusForAnAnswer(int status) {
        gateway.thenAnswers(status, "");

        assertThat(put(settings()).status()).isEqualTo(status);
        assertThat(gateway.asked).hasSize(1);
        assertThat(pauses).isEmpty();
    }

    @Test
    void saysThatNoReplyCame() {
        gateway.thenDrops().thenDrops().thenDrops().thenDrops();

        assertThatThrownBy(() -> put(settings())).isInstanceOf(NoReply.class).hasMessageContaining(PATH);
        assertThat(gateway.asked).hasSize(4);
        assertThat(pauses).hasSize(3);
    }

    @Test
    void saysThatNobodyIsThere() {
        gateway.close();

        assertThatThrownBy(() -> put(settings())).isInstanceOf(NoReply.class);
        assertThat(pauses).hasSize(3);
    }

    @Test
    void doesNotWaitForeverForAnAnswer() {
        gateway.thenHangs().thenHangs().thenHangs().thenHangs();

        assertThatThrownBy(() -> put(settings().withTimeout(Duration.ofMillis(100))))
                .isInstanceOf(NoReply.class)
                .hasRootCauseMessage("The time for a reply is up");
        assertThat(pauses).hasSize(3);
    }

    @Test
    void doesNotWaitForeverForTheRestOfAnAnswer() {
        gateway.thenHangsWithinTheBody()
                .thenHangsWithinTheBody()
                .thenHangsWithinTheBody()
                .thenHangsWithinTheBody();

        assertThatThrownBy(() -> put(settings().withTimeout(Duration.ofMillis(100))))
                .isInstanceOf(NoReply.class);
        assertThat(pauses).hasSize(3);
    }

    @Test
    void takesNoEndlessAnswer() {
        String huge = "x".repeat((4 << 20) + 1);
        gateway.thenAnswers(200, huge)
                .thenAnswers(200, huge)
                .thenAnswers(200, huge)
                .thenAnswers(200, huge.substring(1));

        assertThat(put(settings()).body()).hasSize(4 << 20);
    }

    @Test
    void pausesLongerEachTimeAndNotInStepWithOthers() {
        for (long seed = 1; seed <= 50; seed++) {
            pauses.clear();
            gateway.thenAnswers(503, "").thenDrops().thenAnswers(504, "").thenAnswers(200, "");

            try (var client = new JiaoziClient(settings(), pauses::add, new Random(seed))) {
                client.put(PATH, JSON);
            }

            assertThat(pauses).hasSize(3);
            assertThat(pauses.get(0)).isBetween(Duration.ofMillis(250), Duration.ofMillis(500));
            assertThat(pauses.get(1)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
            assertThat(pauses.get(2)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        }
    }

    @Test
    void pausesAsLongAsItIsAskedToWithinReason() {
        gateway.thenAnswers(503, Map.of("Retry-After", "1"), "")
                .thenAnswers(503, Map.of("Retry-After", "86400"), "")
                .thenAnswers(503, Map.of("Retry-After", "Wed, 25 Nov 2026 10:00:00 GMT"), "")
                .thenAnswers(200, "");

        put(settings());

        assertThat(pauses.get(0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(pauses.get(1)).isEqualTo(Duration.ofSeconds(2));
        assertThat(pauses.get(2)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void endsWhenItsThreadIsInterrupted() {
        gateway.thenDrops();

        try (var client = new JiaoziClient(
                settings(),
                _ -> {
                    throw new InterruptedException();
                },
                new Random(1))) {
            assertThatThrownBy(() -> client.put(PATH, JSON)).isInstanceOf(NoReply.class);
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(gateway.asked).hasSize(1);
    }

    @Test
    void givesTheProblem() {
        gateway.thenAnswers(
                409,
                Map.of("Content-Type", "Application/Problem+JSON; charset=utf-8"),
                "{\"status\":409,\"reason\":\"IDEMPOTENCY_CONFLICT\",\"detail\":\"Another amount\"}");

        var problem = put(settings()).problem().orElseThrow();

        assertThat(problem.status()).isEqualTo(409);
        assertThat(problem.reason()).contains("IDEMPOTENCY_CONFLICT");
        assertThat(problem.detail()).contains("Another amount");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v1/payments",
                "@evil.example/",
                ".evil.example/",
                "http://evil.example/",
                "/a b",
                "/a%zz",
                "/a#b",
                "/饺子",
                "/a\nb"
            })
    void refusesWhatIsNoPath(String path) {
        try (var client = client(settings())) {
            assertThatThrownBy(() -> client.get(path)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(gateway.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://a", "http:/a", "https://a/b", "https://a?b", "https://a#b", "a:b", "/a", "https://a//"})
    void refusesWhatIsNoGateway(String uri) {
        assertThatThrownBy(() -> ClientSettings.of(URI.create(uri), key)).hasMessageContaining("gateway");
    }

    @Test
    void knowsTheLimitsOfItsSettings() {
        var settings = ClientSettings.of(URI.create("https://pay.bank.example/"), key);

        assertThat(settings.withPatience(Duration.ofSeconds(30)).patience()).hasSeconds(30);
        assertThatThrownBy(() -> settings.withPatience(Duration.ofMillis(30_001)))
                .hasMessageContaining("patience");
        assertThatThrownBy(() -> settings.withPatience(Duration.ofMillis(-1))).hasMessageContaining("patience");
        assertThat(settings.withTimeout(Duration.ofMillis(1)).timeout()).hasMillis(1);
        assertThatThrownBy(() -> settings.withTimeout(Duration.ZERO)).hasMessageContaining("timeout");
    }
}

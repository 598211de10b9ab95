package cn.jiaozi.gateway;

import cn.jiaozi.contracts.SignerKey;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.testkit.Infrastructure;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.springframework.test.context.DynamicPropertyRegistry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The suite around the gateway: four stubs of services and a token issuer.
final class SuiteFixture {
    static final ECKey INTERNAL = key("internal");
    static final ECKey ISSUER = key("issuer");
    static final ECKey SIGNING = key("signing");
    static final Stub WALLET = new Stub("wallet-service");
    static final Stub PAYMENT = new Stub("payment-service");
    static final Stub MERCHANT = new Stub("merchant-service");
    static final Stub LEDGER = new Stub("ledger-service");
    static final Stub ISSUER_STUB = new Stub("issuer");
    static final Map<String, Stub> SERVICES = new LinkedHashMap<>(Map.of(
            "wallet-service",
            WALLET,
            "payment-service",
            PAYMENT,
            "merchant-service",
            MERCHANT,
            "ledger-service",
            LEDGER));
    static final JsonMapper JSON = new JsonMapper();
    private static final Infrastructure SERVERS = servers();

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private SuiteFixture() {}

    private static Infrastructure servers() {
        Infrastructure servers = Infrastructure.shared();
        servers.database("gateway");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.kafka()))) {
            admin.createTopics(List.of(topic(Topics.TERMINAL_KEY), topic(Topics.DEVICE_KEY)))
                    .all()
                    .get();
        } catch (ExecutionException | InterruptedException fault) {
            throw new IllegalStateException(fault);
        }
        return servers;
    }

    private static NewTopic topic(String name) {
        return new NewTopic(name, Optional.of(1), Optional.empty());
    }

    /// As the services announce it.
    static void announce(String topic, SignerKey... keys) {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", SERVERS.kafka()), new StringSerializer(), new StringSerializer())) {
            for (SignerKey key : keys) {
                producer.send(new ProducerRecord<>(topic, key.keyId(), JSON.writeValueAsString(key)))
                        .get();
            }
        } catch (ExecutionException | InterruptedException fault) {
            throw new IllegalStateException(fault);
        }
    }

    static void reset() {
        SERVICES.values().forEach(Stub::reset);
        ISSUER_STUB.reset();
        ISSUER_STUB.replies("/jwks.json", Stub.Reply.json(200, new JWKSet(ISSUER).toString()));
    }

    static {
        // The machine that runs the tests may have a lot else to do.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    }

    static void properties(DynamicPropertyRegistry registry) {
        reset();
        settings().forEach((name, value) -> registry.add(name, () -> value));
    }

    static Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("jiaozi.issuer", "https://id.bank.example");
        settings.put("jiaozi.jwks-uri", ISSUER_STUB.url() + "/jwks.json");
        settings.put("jiaozi.audience", "jiaozi");
        settings.put("jiaozi.development", "true");
        settings.put("jiaozi.internal-key", INTERNAL.toJSONString());
        settings.put("jiaozi.signing-key", pkcs8(SIGNING));
        settings.put("jiaozi.answer-within", "3s");
        settings.put("jiaozi.kafka", SERVERS.kafka());
        settings.put("spring.r2dbc.url", "r2dbc:postgresql://" + SERVERS.host() + ":" + SERVERS.port() + "/gateway");
        settings.put("spring.flyway.url", SERVERS.jdbcUrl("gateway"));
        settings.put("jiaozi.document-for", "1ms");
        settings.put("resilience4j.circuitbreaker.configs.default.wait-duration-in-open-state", "500ms");
        SERVICES.forEach((name, stub) -> settings.put(
                name.equals("ledger-service") ? "jiaozi.ledgers" : "jiaozi.upstreams." + name, stub.url()));
        return settings;
    }

    static JWTClaimsSet.Builder claims(String... roles) {
        long now = Instant.now().getEpochSecond();
        return new JWTClaimsSet.Builder()
                .issuer("https://id.bank.example")
                .audience("jiaozi")
                .subject("party-1")
                .claim("roles", List.of(roles))
                .claim("iat", now)
                .claim("exp", now + 300);
    }

    static String token(String... roles) {
        return signed(claims(roles), ISSUER);
    }

    static String signed(JWTClaimsSet.Builder claims, ECKey key) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .keyID(key.getKeyID())
                            .build(),
                    claims.build());
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException fault) {
            throw new IllegalStateException(fault);
        }
    }

    private static String pkcs8(ECKey key) {
        try {
            return Base64.getEncoder().encodeToString(key.toECPrivateKey().getEncoded());
        } catch (JOSEException fault) {
            throw new IllegalStateException(fault);
        }
    }

    static ECKey key(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException fault) {
            throw new IllegalStateException(fault);
        }
    }

    static HttpResponse<String> send(
            int port, String method, String path, String body, UnaryOperator<HttpRequest.Builder> more) {
        return send(port, method, path, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body), more);
    }

    static HttpResponse<String> send(
            int port, String method, String path, BodyPublisher body, UnaryOperator<HttpRequest.Builder> more) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(30));
        try {
            return HTTP.send(more.apply(request.method(method, body)).build(), BodyHandlers.ofString());
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        } catch (InterruptedException fault) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(fault);
        }
    }

    static UnaryOperator<HttpRequest.Builder> as(String... roles) {
        return request -> request.header("Authorization", "Bearer " + token(roles));
    }

    static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }
}

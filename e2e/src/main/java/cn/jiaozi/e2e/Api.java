package cn.jiaozi.e2e;

import cn.jiaozi.sdk.client.ClientSettings;
import cn.jiaozi.sdk.client.JiaoziClient;
import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.signature.RequestSigner;
import cn.jiaozi.sdk.signature.SignedMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.StringNode;

/// The gateway as its callers see it: HTTP, JSON and signatures, nothing else. A caller is named by its token; the
/// requests of one that has a device are signed with the device's key, and a till, which has no token, is named by
/// [#till].
public final class Api implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private static final Map<String, String> AS_JSON = Map.of("Content-Type", "application/json");

    private final URI gateway;
    private final Map<String, Signing> signing = new ConcurrentHashMap<>();
    /// The client's own work is many small steps that never block; a thread for each would cost more than the steps.
    private final ExecutorService exchanges =
            Executors.newFixedThreadPool(2, Thread.ofPlatform().daemon().factory());
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .executor(exchanges)
            .build();

    private record Signing(SigningKey key, boolean besideToken) {
        RequestSigner signer() {
            return new RequestSigner(key, Clock.systemUTC());
        }
    }

    public Api(URI gateway) {
        this.gateway = gateway;
    }

    /// Registers a device of the token's owner and signs with it whatever the token asks for from now on.
    public Answer device(String token, String id) {
        var key = SigningKey.generate(Curve.P256);
        var answer = put(token, "/v1/devices/" + id, Map.of("name", id, "certificateRequest", key.request(id)));
        if (answer.status() < 300) {
            sign(token, key);
        }
        return answer;
    }

    /// Signs with this key whatever the token asks for from now on.
    public void sign(String token, SigningKey key) {
        signing.put(token, new Signing(key, true));
    }

    /// The token alone from now on.
    public void unsigned(String token) {
        signing.remove(token);
    }

    /// A name to call by as the till whose key this is.
    public String till(SigningKey key) {
        signing.put(key.id(), new Signing(key, false));
        return key.id();
    }

    /// The SDK's client, which signs as this caller.
    public JiaoziClient client(String caller) {
        var signs = Optional.ofNullable(signing.get(caller))
                .orElseThrow(() -> new IllegalArgumentException("has no key to sign with"));
        var settings = ClientSettings.of(gateway, signs.key());
        return new JiaoziClient(signs.besideToken() ? settings.withToken(() -> caller) : settings);
    }

    /// What came back.
    ///
    /// @param contentType empty when there was none
    public record Answer(int status, JsonNode body, String contentType) {
        public String text(String field) {
            return body.path(field).asString("");
        }

        public long number(String field) {
            return body.path(field).asLong(0);
        }

        /// The state of an act with its reason, or the reason of a problem.
        public String outcome() {
            String reason = text("reason");
            String state = text("state");
            return reason.isEmpty() ? state : state.isEmpty() ? reason : state + " " + reason;
        }
    }

    /// Asks for an act and waits for its end.
    public Answer put(String token, String path, Object body) {
        return put(token, path, body, 20);
    }

    public Answer put(String token, String path, Object body, int waitSeconds) {
        return sent(putRequest(token, path, JSON.writeValueAsString(body), waitSeconds));
    }

    public CompletableFuture<Answer> putAsync(String token, String path, Object body, int waitSeconds) {
        return http.sendAsync(
                        putRequest(token, path, JSON.writeValueAsString(body), waitSeconds), BodyHandlers.ofString())
                .thenApply(Api::answer);
    }

    public Answer get(String token, String path) {
        return sent(request("GET", token, path, "", Map.of()));
    }

    /// A request by the letter, for what no well-behaved caller sends.
    public Answer raw(String method, String token, String path, String body, Map<String, String> headers) {
        return sent(request(method, token, path, body, headers));
    }

    private HttpRequest putRequest(String token, String path, String body, int waitSeconds) {
        var headers = new HashMap<>(AS_JSON);
        if (waitSeconds > 0) {
            headers.put("Prefer", "wait=" + waitSeconds);
        }
        return request("PUT", token, path, body, headers);
    }

    private HttpRequest request(String method, String caller, String path, String body, Map<String, String> headers) {
        var uri = gateway.resolve(path);
        var request = HttpRequest.newBuilder(uri)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .timeout(Duration.ofSeconds(60));
        var signs = Optional.ofNullable(signing.get(caller));
        Optional<String> authorization =
                caller.isEmpty() || signs.filter(s -> !s.besideToken()).isPresent()
                        ? Optional.empty()
                        : Optional.of("Bearer " + caller);
        authorization.ifPresent(value -> request.header("Authorization", value));
        signs.map(s -> s.signer()
                        .sign(SignedMessage.of(
                                method,
                                uri.getRawPath(),
                                uri.getRawQuery() == null ? "" : uri.getRawQuery(),
                                body.getBytes(StandardCharsets.UTF_8),
                                authorization)))
                .ifPresent(signature -> signature.forEach(request::header));
        headers.forEach(request::setHeader);
        return request.build();
    }

    private Answer sent(HttpRequest request) {
        try {
            return answer(http.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(request.method() + " " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Answer answer(HttpResponse<String> response) {
        String type = response.headers().firstValue("Content-Type").orElse("");
        boolean json = type.contains("json") && !response.body().isEmpty();
        return new Answer(response.statusCode(), json ? JSON.readTree(response.body()) : text(response, type), type);
    }

    /// A file as the string that it is, a PDF as far as it is one, and nothing for what nobody reads.
    private static JsonNode text(HttpResponse<String> response, String type) {
        return type.startsWith("text/csv") || type.equals("application/pdf")
                ? StringNode.valueOf(response.body())
                : MissingNode.getInstance();
    }

    @Override
    public void close() {
        http.close();
        exchanges.close();
    }
}

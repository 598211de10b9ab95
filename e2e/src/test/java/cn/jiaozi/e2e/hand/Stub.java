package cn.jiaozi.e2e.hand;

import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.signature.RequestSignature;
import cn.jiaozi.sdk.signature.ResponseSigner;
import cn.jiaozi.sdk.signature.SignedResponse;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// A gateway that answers each path as it was told to and signs as the real one does.
final class Stub implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    final List<Asked> asked = new CopyOnWriteArrayList<>();

    private final Map<String, Told> told = new ConcurrentHashMap<>();
    private final SigningKey published = SigningKey.generate(Curve.P256);
    private final HttpServer server;
    private SigningKey key = published;

    record Asked(String method, String path, Headers headers, JsonNode body) {
        boolean signed() {
            return headers.containsKey("Signature");
        }

        boolean bearing() {
            return headers.containsKey("Authorization");
        }
    }

    private record Told(int status, Function<JsonNode, String> body) {}

    Stub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
        answers("GET /v1/gateway-keys", 200, """
                {"keys":[{"keyId":"%s","publicKey":"%s"}]}""".formatted(
                        published.id(), published.verifying().encoded()));
    }

    URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /// @param call method and path, or the beginning of both that ends with a slash
    Stub answers(String call, int status, String body) {
        return answers(call, status, _ -> body);
    }

    /// @param body for what is asked
    Stub answers(String call, int status, Function<JsonNode, String> body) {
        told.put(call, new Told(status, body));
        return this;
    }

    /// From now on with a key that the till does not know.
    void isAnImpostor() {
        key = SigningKey.generate(Curve.P256);
    }

    /// What was asked for last.
    Asked last() {
        return asked.getLast();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders();
        byte[] sent = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        boolean isJson = sent.length > 0 && headers.getFirst("Content-Type").contains("json");
        JsonNode content = isJson ? JSON.readTree(sent) : MissingNode.getInstance();
        asked.add(new Asked(exchange.getRequestMethod(), path, headers, content));
        var answer = told(exchange.getRequestMethod() + " " + path);
        byte[] body = answer.body().apply(content).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .set("Content-Type", answer.status() < 400 ? "application/json" : "application/problem+json");
        if (headers.containsKey("Signature") && !headers.containsKey("Authorization")) {
            var request = RequestSignature.of(headers.getFirst("Signature-Input"), headers.getFirst("Signature"));
            new ResponseSigner(key, InstantSource.system())
                    .sign(SignedResponse.of(answer.status(), body, request))
                    .forEach(exchange.getResponseHeaders()::set);
        }
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private Told told(String call) {
        var exact = told.get(call);
        return exact != null
                ? exact
                : told.entrySet().stream()
                        .filter(entry -> entry.getKey().endsWith("/") && call.startsWith(entry.getKey()))
                        .findFirst()
                        .map(Map.Entry::getValue)
                        .orElse(new Told(404, _ -> problem("NOT_FOUND")));
    }

    static String problem(String reason) {
        return """
                {"status":409,"reason":"%s","reasonText":{"en":"In English.","zh":"中文"},"detail":"A detail"}""".formatted(reason);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

package cn.jiaozi.local.token;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// The identity provider of a development machine: its keys, its description and tokens for whoever asks. The
/// description says `jiaozi_development`, so that a gateway in production refuses it.
public final class DevelopmentIssuer implements AutoCloseable {
    private static final String JSON = "application/json";

    private final HttpServer server;
    private final DevelopmentTokens tokens;

    private DevelopmentIssuer(HttpServer server, DevelopmentTokens tokens) {
        this.server = server;
        this.tokens = tokens;
    }

    /// The port must be known before, because the tokens name it.
    public static DevelopmentIssuer start(int port, DevelopmentTokens tokens) {
        try {
            var server = HttpServer.create(new InetSocketAddress(port), 64);
            var issuer = new DevelopmentIssuer(server, tokens);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", issuer::answer);
            server.start();
            return issuer;
        } catch (IOException e) {
            throw new UncheckedIOException("the token issuer cannot listen on port " + port, e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            switch (exchange.getRequestURI().getPath()) {
                case "/jwks.json" -> send(exchange, 200, JSON, tokens.publicKeys());
                case "/.well-known/openid-configuration" -> send(exchange, 200, JSON, description());
                case "/token" ->
                    mint(exchange, parameters(exchange.getRequestURI().getRawQuery()));
                default -> send(exchange, 404, "text/plain", "no such path");
            }
        }
    }

    private void mint(HttpExchange exchange, Map<String, String> parameters) throws IOException {
        var subject = parameters.getOrDefault("sub", "");
        if (subject.isBlank()) {
            send(exchange, 400, "text/plain", "sub is missing: /token?sub=alice&roles=CUSTOMER&seconds=3600");
            return;
        }
        var roles = roles(parameters.getOrDefault("roles", "CUSTOMER"));
        var seconds = parameters.getOrDefault("seconds", "3600");
        if (!seconds.matches("-?[0-9]{1,9}")) {
            send(exchange, 400, "text/plain", "seconds must be a number");
            return;
        }
        send(exchange, 200, "text/plain", tokens.token(subject, roles, Duration.ofSeconds(Long.parseLong(seconds))));
    }

    private static List<String> roles(String text) {
        return Stream.of(text.split(",", -1))
                .map(String::strip)
                .filter(role -> !role.isEmpty())
                .toList();
    }

    private String description() {
        return """
                {
                  "issuer": "%1$s",
                  "jwks_uri": "%1$s/jwks.json",
                  "token_endpoint": "%1$s/token",
                  "id_token_signing_alg_values_supported": ["ES256"],
                  "jiaozi_development": true
                }
                """.formatted(tokens.issuer());
    }

    private static Map<String, String> parameters(String rawQuery) {
        var parameters = new HashMap<String, String>();
        for (var pair : Objects.requireNonNullElse(rawQuery, "").split("&", -1)) {
            var parts = pair.split("=", 2);
            var value = parts.length == 2 ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : "";
            parameters.put(parts[0], value);
        }
        return parameters;
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}

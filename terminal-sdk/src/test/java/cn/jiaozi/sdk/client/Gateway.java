package cn.jiaozi.sdk.client;

import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.sdk.signature.RequestSignature;
import cn.jiaozi.sdk.signature.ResponseSigner;
import cn.jiaozi.sdk.signature.SignedMessage;
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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A gateway that answers as it is told, one behaviour a request, and keeps what it was asked.
final class Gateway implements AutoCloseable {
    final SigningKey key = SigningKey.generate(Curve.P256);
    final List<Asked> asked = new CopyOnWriteArrayList<>();

    private final Deque<Behaviour> behaviours = new ArrayDeque<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    /// What came, and the signature under which it came.
    record Asked(String method, String target, Headers headers, String body, RequestSignature signature) {}

    interface Behaviour {
        void answer(HttpExchange exchange, RequestSignature asked) throws IOException, InterruptedException;
    }

    Gateway() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::hear);
        server.start();
    }

    URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    Gateway then(Behaviour behaviour) {
        behaviours.add(behaviour);
        return this;
    }

    /// Takes the request and breaks the connection.
    Gateway thenDrops() {
        return then((exchange, _) -> exchange.close());
    }

    /// Takes the request and says nothing.
    Gateway thenHangs() {
        return then((_, _) -> closing.await());
    }

    /// Begins an answer and does not go on.
    Gateway thenHangsWithinTheBody() {
        return then((exchange, _) -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            closing.await();
        });
    }

    Gateway thenAnswers(int status, String body) {
        return then((exchange, _) -> send(exchange, status, Map.of("Content-Type", "application/json"), body));
    }

    Gateway thenAnswers(int status, Map<String, String> headers, String body) {
        return then((exchange, _) -> send(exchange, status, headers, body));
    }

    Gateway thenSigns(int status, String body) {
        return then((exchange, request) -> send(exchange, status, signature(key, status, body, request), body));
    }

    static Map<String, String> signature(SigningKey key, int status, String body, RequestSignature request) {
        return new ResponseSigner(key, InstantSource.system())
                .sign(SignedResponse.of(status, body.getBytes(StandardCharsets.UTF_8), request));
    }

    static void send(HttpExchange exchange, int status, Map<String, String> headers, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        headers.forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    /// The message as the gateway sees it, to check its signature.
    static SignedMessage message(Asked asked) {
        var target = URI.create(asked.target());
        return SignedMessage.of(
                asked.method(),
                target.getRawPath(),
                Objects.requireNonNullElse(target.getRawQuery(), ""),
                asked.body().getBytes(StandardCharsets.UTF_8),
                Optional.ofNullable(asked.headers().getFirst("Authorization")));
    }

    private void hear(HttpExchange exchange) throws IOException {
        Behaviour behaviour;
        RequestSignature signature;
        synchronized (behaviours) {
            var headers = exchange.getRequestHeaders();
            signature = RequestSignature.of(first(headers, "Signature-Input"), first(headers, "Signature"));
            asked.add(new Asked(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    headers,
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    signature));
            behaviour = behaviours.remove();
        }
        try {
            behaviour.answer(exchange, signature);
        } catch (InterruptedException _) {
            exchange.close();
        }
    }

    private static String first(Headers headers, String name) {
        return Objects.requireNonNullElse(headers.getFirst(name), "");
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.close();
    }
}

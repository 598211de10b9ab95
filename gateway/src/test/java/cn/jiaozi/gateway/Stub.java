package cn.jiaozi.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A real HTTP server in a service's place: answers what it is told to and remembers what it was asked.
final class Stub {
    final List<Seen> seen = new CopyOnWriteArrayList<>();

    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final String name;
    private @Nullable HttpServer server;
    private int port;

    record Seen(String method, String uri, Map<String, List<String>> headers, String body) {
        /// Written with one capital letter, as this server does.
        @Nullable
        String header(String name) {
            List<String> values = headers.get(name);
            return values == null ? null : String.join("|", values);
        }
    }

    /// @param status zero breaks the connection
    record Reply(int status, String type, String body, Duration after) {
        static Reply json(int status, String body) {
            return new Reply(status, "application/json", body, Duration.ZERO);
        }
    }

    Stub(String name) {
        this.name = name;
        up();
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    void reset() {
        seen.clear();
        replies.clear();
        replies.put("/actuator/health/readiness", Reply.json(200, "{\"status\":\"UP\"}"));
        up();
    }

    void replies(String path, Reply reply) {
        replies.put(path, reply);
    }

    Seen last() {
        return seen.getLast();
    }

    void up() {
        if (server == null) {
            try {
                server = HttpServer.create(new InetSocketAddress(port), 0);
            } catch (IOException fault) {
                throw new UncheckedIOException(fault);
            }
            port = server.getAddress().getPort();
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", this::answer);
            server.start();
        }
    }

    void down() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (path.startsWith("/v1/")) {
            seen.add(new Seen(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    body));
        }
        Reply reply = replies.getOrDefault(path, Reply.json(200, "{\"by\":\"" + name + "\"}"));
        LockSupport.parkNanos(reply.after().toNanos());
        if (reply.status() > 0) {
            byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", reply.type());
            exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }
}

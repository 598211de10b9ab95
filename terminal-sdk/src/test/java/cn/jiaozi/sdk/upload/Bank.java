package cn.jiaozi.sdk.upload;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// Takes a batch as the bank does, and fails where it is told to.
final class Bank implements AutoCloseable {
    private static final int BREAK = 0;

    /// Method and path of each call.
    final List<String> asked = new CopyOnWriteArrayList<>();

    private final int expected;
    private final HttpServer server;
    private final Map<Integer, Piece> pieces = new ConcurrentSkipListMap<>();
    private final Map<String, Failure> failures = new ConcurrentHashMap<>();
    private volatile Optional<byte[]> announcement = Optional.empty();
    private volatile Optional<String> answer = Optional.empty();

    /// @param status of the answers; [#BREAK] where there is none
    private record Failure(int status, int times) {}

    Bank(int expected) {
        this.expected = expected;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::hear);
        server.start();
    }

    URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    void fails(String call, int status, int times) {
        failures.put(call, new Failure(status, times));
    }

    void breaks(String call, int times) {
        fails(call, BREAK, times);
    }

    /// To a `GET`, whatever is there.
    void answers(String json) {
        answer = Optional.of(json);
    }

    byte[] announcement() {
        return announcement.orElseThrow();
    }

    List<Piece> pieces() {
        return List.copyOf(pieces.values());
    }

    private void hear(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var call = exchange.getRequestMethod() + " " + path;
        asked.add(call);
        byte[] body = exchange.getRequestBody().readAllBytes();
        var failure = Optional.ofNullable(failures.get(call)).filter(found -> found.times() > 0);
        if (failure.isPresent()) {
            failures.put(call, new Failure(failure.get().status(), failure.get().times() - 1));
            if (failure.get().status() == BREAK) {
                exchange.close();
                return;
            }
            send(exchange, failure.get().status(), "{}");
            return;
        }
        if (exchange.getRequestMethod().equals("GET")) {
            boolean known = answer.isPresent() || announcement.isPresent();
            send(exchange, known ? 200 : 404, answer.orElse(missing()));
            return;
        }
        var type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (path.contains("/pieces/")) {
            int number = Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
            pieces.put(number, Piece.read(body));
            send(exchange, type.equals("application/octet-stream") ? 200 : 415, missing());
            return;
        }
        announcement = Optional.of(body);
        send(exchange, type.equals("application/json") ? 202 : 415, missing());
    }

    private String missing() {
        Predicate<Integer> there = pieces::containsKey;
        return "{\"state\":\"OPEN\",\"missing\":"
                + IntStream.range(0, expected)
                        .boxed()
                        .filter(there.negate())
                        .toList()
                        .toString()
                        .replace(" ", "")
                + "}";
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

package cn.jiaozi.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// The gateway as its callers see it: HTTP and JSON, nothing else.
public final class Api implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final URI gateway;
    /// The client's own work is many small steps that never block; a thread for each would cost more than the steps.
    private final ExecutorService exchanges =
            Executors.newFixedThreadPool(2, Thread.ofPlatform().daemon().factory());
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .executor(exchanges)
            .build();

    public Api(URI gateway) {
        this.gateway = gateway;
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
        return sent(request(token, path).GET().build());
    }

    /// A request by the letter, for what no well-behaved caller sends.
    public Answer raw(String method, String token, String path, String body, Map<String, String> headers) {
        var request = request(token, path).method(method, BodyPublishers.ofString(body));
        headers.forEach(request::setHeader);
        return sent(request.build());
    }

    private HttpRequest putRequest(String token, String path, String body, int waitSeconds) {
        var request = request(token, path)
                .PUT(BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(60));
        return (waitSeconds == 0 ? request : request.header("Prefer", "wait=" + waitSeconds)).build();
    }

    private HttpRequest.Builder request(String token, String path) {
        var request = HttpRequest.newBuilder(gateway.resolve(path));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
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
        return new Answer(
                response.statusCode(), json ? JSON.readTree(response.body()) : MissingNode.getInstance(), type);
    }

    @Override
    public void close() {
        http.close();
        exchanges.close();
    }
}

package cn.jiaozi.e2e.day;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// The gateway as an operator's scheduler calls it; files go through in bounded memory.
final class Door implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final URI gateway;
    private final Supplier<String> token;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    record Answer(int status, JsonNode body) {
        boolean is(int wanted) {
            return status == wanted;
        }

        /// @throws Refused unless it was answered with success
        JsonNode must(String what) {
            if (status / 100 != 2) {
                throw new Refused(what + " was answered " + status + " " + body);
            }
            return body;
        }
    }

    /// Somebody said no to what the day cannot go on without.
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(String what) {
            super(what);
        }
    }

    Door(URI gateway, Supplier<String> token) {
        this.gateway = gateway;
        this.token = token;
    }

    Answer get(String path) {
        return json(asked(path).GET());
    }

    Answer put(String path, String json) {
        return json(asked(path).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(json)));
    }

    Answer putCsv(String path, Path file) throws IOException {
        BodyPublisher body = BodyPublishers.ofFile(file);
        return json(asked(path).header("Content-Type", "text/csv").PUT(body));
    }

    /// Into a file, which is whole or not there.
    ///
    /// @return whether there was something
    boolean download(URI from, Path target, boolean asOperator) throws IOException {
        var request = HttpRequest.newBuilder(from).timeout(PATIENCE);
        if (asOperator) {
            request.header("Authorization", "Bearer " + token.get());
        }
        var part = target.resolveSibling(target.getFileName() + ".part");
        var answer = sent(request.GET().build(), BodyHandlers.ofFile(part));
        if (answer.statusCode() == 404) {
            Files.deleteIfExists(part);
            return false;
        }
        if (answer.statusCode() != 200) {
            String why = Files.readString(part);
            Files.deleteIfExists(part);
            throw new Refused(from.getPath() + " was answered " + answer.statusCode() + " " + why);
        }
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    URI at(String path) {
        return gateway.resolve(path);
    }

    private HttpRequest.Builder asked(String path) {
        return HttpRequest.newBuilder(gateway.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token.get());
    }

    private Answer json(HttpRequest.Builder request) {
        var answer = sent(request.build(), BodyHandlers.ofString());
        boolean json = answer.headers().firstValue("Content-Type").orElse("").contains("json");
        return new Answer(
                answer.statusCode(),
                json && !answer.body().isEmpty() ? JSON.readTree(answer.body()) : MissingNode.getInstance());
    }

    private <T> HttpResponse<T> sent(HttpRequest request, BodyHandler<T> body) {
        try {
            return http.send(request, body);
        } catch (IOException e) {
            throw new Refused(request.uri().getPath() + " was not answered: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}

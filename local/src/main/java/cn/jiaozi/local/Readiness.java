package cn.jiaozi.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;

/// Asks a process whether it serves.
final class Readiness {
    private static final String SERVICE = "/actuator/health/readiness";
    private static final String CORE = "/health";

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private Readiness() {}

    /// @param process its name, as in [Addresses#byName]
    static boolean isUp(String process, Addresses addresses) {
        int port = Objects.requireNonNull(addresses.byName().get(process), process);
        return switch (process) {
            case Suite.POSTGRES -> LocalPostgres.isUp(port);
            case Suite.KAFKA -> Ports.isListening(port);
            case Suite.CORE -> answers(port, CORE);
            default -> answers(port, SERVICE);
        };
    }

    private static boolean answers(int port, String path) {
        var request = HttpRequest.newBuilder(URI.create(Addresses.uri(port) + path))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

package cn.jiaozi.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Asks the services, one after the other, to announce again what their tables still hold.
final class Reannouncement {
    private static final JsonMapper JSON = new JsonMapper();

    private Reannouncement() {}

    static Map<String, Map<String, Long>> of(Addresses addresses, Optional<Instant> since) {
        var announced = new LinkedHashMap<String, Map<String, Long>>();
        try (var http = HttpClient.newHttpClient()) {
            for (var service : EnumSet.complementOf(EnumSet.of(Service.GATEWAY))) {
                announced.put(service.processName(), ask(http, service.port(addresses), since));
            }
            for (int shard = 1; shard < addresses.shards(); shard++) {
                announced.put(Addresses.ledgerName(shard), ask(http, addresses.ledger(shard), since));
            }
        }
        return announced;
    }

    /// Takes as long as the service needs: it waits for room in its outbox.
    private static Map<String, Long> ask(HttpClient http, int port, Optional<Instant> since) {
        var body = JSON.writeValueAsString(
                since.map(instant -> Map.of("since", instant.toString())).orElse(Map.of()));
        var request = HttpRequest.newBuilder(URI.create(Addresses.uri(port) + "/actuator/reannounce"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            var response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(
                        request.uri() + " answers " + response.statusCode() + " " + response.body());
            }
            return JSON.readValue(response.body(), new TypeReference<Map<String, Long>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(request.uri() + ": run it again when the service is ready", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

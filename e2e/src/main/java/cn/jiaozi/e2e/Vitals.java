package cn.jiaozi.e2e;

import cn.jiaozi.local.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How a suite fares under load (Linux; see proc(5)).
///
/// @param residentMb what each JVM of the suite holds in memory, by process
/// @param outbox     facts that wait in the services' outboxes
/// @param lag        records that consumers have not taken yet
record Vitals(Map<String, Long> residentMb, long outbox, long lag) {
    private static final List<String> PROCESSES =
            List.of("ledger-service", "wallet-service", "payment-service", "merchant-service", "gateway", "kafka");

    static Vitals of(Running suite) {
        var resident = new LinkedHashMap<String, Long>();
        PROCESSES.forEach(name ->
                suite.process(name).ifPresent(process -> resident.put(name, residentMb(process.pid()))));
        var addresses = suite.addresses();
        long outbox = 0;
        long lag = 0;
        for (int port : new int[] {addresses.ledger(), addresses.wallet(), addresses.payment(), addresses.merchant()}) {
            String metrics = metrics(port);
            outbox += sum(metrics, "jiaozi_outbox_waiting");
            lag += sum(metrics, "spring_cloud_stream_binder_kafka_offset");
        }
        return new Vitals(resident, outbox, lag);
    }

    private static long residentMb(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String metrics(int port) {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/prometheus"))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static long sum(String metrics, String name) {
        return (long) metrics.lines()
                .filter(line -> line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}

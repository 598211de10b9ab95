package cn.jiaozi.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.StepId;
import cn.jiaozi.local.Suite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// One shard and two instances, under load: one decides, the other stands by. The one that decides stands still in the
/// middle of a transaction, is overtaken, and goes on where it stopped; then the one that decides is killed.
class TakeoverIT {
    private static final double RATE = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern BATCHES =
            Pattern.compile("jiaozi_inbox_handle_seconds_count\\{[^}]*inbox=\"requests\"[^}]*} ([0-9.E]+)");

    private static Suite suite;
    private static Instance first;
    private static Instance second;

    private static final class Instance {
        private final HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        final ProcessHandle process;
        private final int port;

        Instance(ProcessHandle process, int port) {
            this.process = process;
            this.port = port;
        }

        boolean isReady() {
            return get("/actuator/health/readiness").statusCode() == 200;
        }

        /// How many batches of requests it has decided.
        double batches() {
            var found = BATCHES.matcher(get("/actuator/prometheus").body());
            return found.find() ? Double.parseDouble(found.group(1)) : 0;
        }

        private HttpResponse<String> get(String path) {
            var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            try {
                return http.send(request, BodyHandlers.ofString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        void signal(String signal) throws IOException {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .onExit()
                    .join();
        }
    }

    @BeforeAll
    static void start() throws IOException {
        var root = Path.of(System.getProperty("jiaozi.root", ".."))
                .toAbsolutePath()
                .normalize();
        var data = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "takeover");
        suite = Suite.start(LedgerFaults.options(root, data));
        first = new Instance(
                suite.running().process(Fault.LEDGER).orElseThrow(),
                suite.addresses().ledger());
        second = another(data.resolve("logs").resolve("second.log"));
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(second::isReady);
    }

    @AfterAll
    static void stop() {
        second.process.destroyForcibly();
        suite.close();
    }

    private static Instance another(Path log) throws IOException {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        var builder = suite.beside(Fault.LEDGER, Path.of("target", "classes"), "cn.jiaozi.ledger.LedgerApplication")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("SERVER_PORT", Integer.toString(port));
        builder.environment()
                .put(
                        "JIAOZI_CHECKPOINT_FILE",
                        log.resolveSibling("second.jsonl").toString());
        return new Instance(builder.start().toHandle(), port);
    }

    @Test
    void losesAndDoublesNothingWhenTheWriterStandsStillAndWhenItDies() throws IOException {
        try (var hearing = new Hearing(suite.kafka());
                var load = new LedgerLoad(suite.kafka(), new Mix(3, "takeover"))) {
            var proof = new LedgerProof(suite.running(), hearing);
            load.open();
            load.start(RATE);
            awaitOutcome(load, hearing);

            var writer = writer();
            var other = writer == first ? second : first;
            var session = stopWithinATransaction(writer);
            var waiting = load.last().orElseThrow();
            Awaitility.await("the other decides").atMost(PATIENCE).until(() -> isStored(waiting));
            assertThat(rows("select pid from pg_stat_activity where pid = " + session))
                    .isEmpty();
            Awaitility.await("the other announces")
                    .atMost(PATIENCE)
                    .until(() -> hearing.said().containsKey(waiting));
            writer.signal("CONT");
            awaitOutcome(load, hearing);
            Awaitility.await("both serve")
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> first.isReady() && second.isReady());
            assertThat(other.batches()).isPositive();

            writer().signal("KILL");
            awaitOutcome(load, hearing);

            load.stop();
            Awaitility.await("everything is decided and announced")
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> suite.running().isUp(Fault.LEDGER) && proof.isAtRest(load.acknowledged()));
            assertThat(proof.differences(load.acknowledged())).isEmpty();
            assertThat(load.refused()).isZero();
        }
    }

    /// The instance that has the partition.
    private static Instance writer() {
        double before = first.batches();
        double beforeOfSecond = second.batches();
        Awaitility.await("one of them decides")
                .atMost(PATIENCE)
                .until(() -> first.batches() > before || second.batches() > beforeOfSecond);
        return first.batches() > before ? first : second;
    }

    /// Again and again, until it is caught in the middle of one.
    ///
    /// @return the session whose transaction stands still
    private static String stopWithinATransaction(Instance writer) throws IOException {
        while (true) {
            writer.signal("STOP");
            var begun = "backend_xid is not null and datname = 'ledger' and xact_start < '%s'"
                    .formatted(rows("select clock_timestamp()").getFirst());
            var still = "select pid from pg_stat_activity where state = 'idle in transaction' and "
                    + "state_change < clock_timestamp() - interval '500 ms' and " + begun;
            // Transactions of the other one end.
            Awaitility.await("what has begun ends or stands still")
                    .atMost(PATIENCE)
                    .until(() -> !rows(still).isEmpty()
                            || rows("select pid from pg_stat_activity where " + begun)
                                    .isEmpty());
            var standing = rows(still);
            if (!standing.isEmpty()) {
                return standing.getFirst();
            }
            writer.signal("CONT");
            awaitBatch(writer);
        }
    }

    private static void awaitBatch(Instance writer) {
        double before = writer.batches();
        Awaitility.await().atMost(PATIENCE).until(() -> writer.batches() > before);
    }

    private static boolean isStored(StepId id) {
        return !rows("select 1 from outcome where (business_id, step, attempt) = ('%s', '%s', %d)"
                        .formatted(id.businessId(), id.step(), id.attempt()))
                .isEmpty();
    }

    private static void awaitOutcome(LedgerLoad load, Hearing hearing) {
        var before = load.last();
        Awaitility.await("a request is sent").until(() -> !load.last().equals(before));
        var next = load.last().orElseThrow();
        Awaitility.await("it has an outcome")
                .atMost(PATIENCE)
                .until(() -> hearing.said().containsKey(next));
    }

    private static List<String> rows(String query) {
        try (var connection = DriverManager.getConnection(suite.jdbc("ledger"));
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            var all = new ArrayList<String>();
            while (rows.next()) {
                all.add(rows.getString(1));
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }
}

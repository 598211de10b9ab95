package cn.jiaozi.e2e.faults;

import cn.jiaozi.local.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// Carries out a fault, by signals and files alone: what it does a machine can do by itself.
final class Breaking {
    private static final Duration UP_AGAIN = Duration.ofMinutes(3);

    private final Running suite;

    Breaking(Running suite) {
        this.suite = suite;
    }

    /// Returns when the fault itself is over: the process is dead, or goes on, or Kafka is empty and everything was
    /// announced again.
    void carryOut(Fault fault) {
        pass(fault.after());
        switch (fault.kind()) {
            case KILL, KILL_PAIR -> {
                var killed = fault.processes().stream().map(this::process).toList();
                killed.forEach(ProcessHandle::destroyForcibly);
                killed.forEach(process -> process.onExit().join());
            }
            case RESTART -> fault.processes().forEach(this::askToEnd);
            case PAUSE -> {
                var whole =
                        fault.processes().stream().flatMap(this::withChildren).toList();
                signal("STOP", whole);
                pass(fault.pause());
                signal("CONT", whole);
            }
            case KILL_IN_BATCH -> {
                awaitBatch();
                process(Fault.POSTGRES).destroyForcibly();
            }
            case KAFKA_LOST -> loseKafka();
        }
    }

    private void loseKafka() {
        var data = suite.dir(Fault.KAFKA).resolve("data");
        var lost = data.resolveSibling("lost");
        var killed = process(Fault.KAFKA);
        try {
            // Renaming is one step; the broker that is killed in the next moment cannot fill the folder again.
            Files.move(data, lost);
            killed.destroyForcibly();
            delete(lost);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await("Kafka is up again")
                .atMost(UP_AGAIN)
                .until(() -> suite.process(Fault.KAFKA)
                                .filter(now -> now.pid() != killed.pid())
                                .isPresent()
                        && suite.isUp(Fault.KAFKA));
        Awaitility.await("everything is announced again")
                .atMost(UP_AGAIN)
                .ignoreExceptions()
                .until(() -> !suite.reannounce(Optional.of(Instant.EPOCH)).isEmpty());
    }

    /// Until the ledger is in the middle of a transaction, if it is within some seconds.
    private void awaitBatch() {
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        try (var connection = DriverManager.getConnection(suite.jdbc("ledger"));
                var query = connection.prepareStatement("""
                        select 1 from pg_stat_activity
                        where datname = 'ledger' and backend_xid is not null and pid <> pg_backend_pid()
                        """)) {
            while (System.nanoTime() < end) {
                try (var found = query.executeQuery()) {
                    if (found.next()) {
                        return;
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// PostgreSQL would wait for its clients on SIGTERM.
    private void askToEnd(String name) {
        if (name.equals(Fault.POSTGRES)) {
            signal("INT", List.of(process(name)));
        } else {
            process(name).destroy();
        }
    }

    private Stream<ProcessHandle> withChildren(String name) {
        var process = process(name);
        return Stream.concat(Stream.of(process), process.descendants());
    }

    private ProcessHandle process(String name) {
        return suite.process(name).orElseThrow(() -> new IllegalStateException(name + " does not run"));
    }

    private static void signal(String signal, List<ProcessHandle> processes) {
        var command = Stream.concat(
                        Stream.of("kill", "-" + signal),
                        processes.stream().map(process -> Long.toString(process.pid())))
                .toList();
        try {
            // A child of PostgreSQL may have ended meanwhile; that is no failure.
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path dir) throws IOException {
        try (var paths = Files.walk(dir)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}

package cn.jiaozi.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// What a running suite leaves in its data folder so that other shells find it.
record RunFile(long launcher, boolean ready, Addresses addresses, Map<String, Long> processes) {
    private static final JsonMapper JSON = new JsonMapper();

    static Optional<RunFile> read(Path dataDir) {
        try {
            return Files.exists(path(dataDir))
                    ? Optional.of(JSON.readValue(Files.readAllBytes(path(dataDir)), RunFile.class))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(Path dataDir) {
        try {
            var half = path(dataDir).resolveSibling("suite.json.new");
            Files.write(half, JSON.writeValueAsBytes(this));
            Files.move(half, path(dataDir), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path dataDir) {
        try {
            Files.deleteIfExists(path(dataDir));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The suite that runs on this folder now: its launcher holds the lock as long as it lives.
    static Optional<RunFile> running(Path dataDir) {
        return read(dataDir).filter(_ -> Preflight.isClaimed(dataDir));
    }

    /// Ends the children of a launcher that was killed, but for PostgreSQL, which [LocalPostgres#clear] ends gently.
    void endChildren() {
        processes.forEach((name, pid) -> {
            if (!name.equals(Suite.POSTGRES)) {
                Leftovers.ours(Long.toString(pid), mark(name)).ifPresent(process -> {
                    process.destroyForcibly();
                    Leftovers.end(process);
                });
            }
        });
    }

    /// What the command line of a process contains.
    private static String mark(String name) {
        return switch (name) {
            case Suite.CORE -> "CoreSimulator";
            case Suite.KAFKA -> "LocalKafka";
            // Every shard of the ledger runs the same jar.
            default -> name.startsWith(Addresses.ledgerName(0)) ? Addresses.ledgerName(0) : name;
        };
    }

    private static Path path(Path dataDir) {
        return dataDir.resolve("suite.json");
    }
}

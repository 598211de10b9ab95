package cn.jiaozi.local;

import ch.qos.logback.classic.Level;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/// A real PostgreSQL server whose rows stay in its folder: it starts again on what an earlier one left
/// there, also after a `kill -9`.
public final class LocalPostgres implements AutoCloseable {
    /// One database per service, as in production.
    public static final List<String> DATABASES = List.of("wallet", "payment", "merchant", "ledger", "gateway");

    private final EmbeddedPostgres server;

    private LocalPostgres(EmbeddedPostgres server) {
        this.server = server;
    }

    /// Starts on `port`, or on a free one when it is 0.
    public static LocalPostgres start(Path dir, int port) {
        LogLevels.set("io.zonky", Level.WARN);
        var data = dir.toAbsolutePath().resolve("data");
        var complete = dir.toAbsolutePath().resolve("complete");
        try {
            Files.createDirectories(dir);
            Leftovers.stopPostgres(data);
            if (!Files.exists(complete)) {
                // Nobody has used a folder whose set-up was interrupted, so it is made anew.
                Leftovers.delete(data);
            }
            var log = dir.resolve("postgres.log").toFile();
            var server = EmbeddedPostgres.builder()
                    .setPort(port == 0 ? Ports.free() : port)
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setOverrideWorkingDirectory(binaries(dir).toFile())
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setOutputRedirector(Redirect.appendTo(log))
                    .setErrorRedirector(Redirect.appendTo(log))
                    .setLocaleConfig("locale", "C")
                    .setLocaleConfig("locale-provider", "builtin")
                    .setLocaleConfig("builtin-locale", "C.UTF-8")
                    // The library switches fsync off; the books of a bank must survive a crash, also here.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "200")
                    .setServerConfig("shared_buffers", "128MB")
                    .setServerConfig("max_wal_size", "512MB")
                    .setServerConfig("wal_compression", "on")
                    .setServerConfig("timezone", "UTC")
                    // A socket file in /tmp would collide with other users' servers.
                    .setServerConfig("unix_socket_directories", "")
                    .start();
            createDatabases(server);
            Files.writeString(complete, "");
            return new LocalPostgres(server);
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not start in " + dir + ": " + e.getMessage(), e);
        }
    }

    public int port() {
        return server.getPort();
    }

    public String jdbcUrl(String database) {
        return server.getJdbcUrl("postgres", database);
    }

    /// Ends at once all sessions and the server; what was committed stays.
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Unpacked binaries are the same for every folder, so they lie once in the user's cache when there is one.
    private static Path binaries(Path dir) {
        var cache = Path.of(System.getProperty("user.home"), ".cache", "jiaozi", "postgres");
        try {
            return Files.createDirectories(cache);
        } catch (IOException _) {
            return dir.resolve("binaries");
        }
    }

    private static void createDatabases(EmbeddedPostgres server) {
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            for (var database : DATABASES) {
                try (var found =
                        statement.executeQuery("select 1 from pg_database where datname = '" + database + "'")) {
                    if (found.next()) {
                        continue;
                    }
                }
                statement.execute("create database " + database);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create the databases", e);
        }
    }
}

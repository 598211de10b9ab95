package cn.jiaozi.local;

import ch.qos.logback.classic.Level;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A real PostgreSQL server whose rows stay in its folder: it starts again on what an earlier one left there, also
/// after a `kill -9`.
///
/// The library unpacks the binaries and makes the data folder; the server itself is started here, so that whoever
/// watches it sees its own process.
public final class LocalPostgres implements AutoCloseable {
    /// One database per service, as in production.
    public static final List<String> DATABASES = List.of("wallet", "payment", "merchant", "ledger", "gateway");

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Map<String, String> SETTINGS = Map.of(
            // The library switches fsync off; the books of a bank must survive a crash, also here.
            "fsync",
            "on",
            "synchronous_commit",
            "on",
            "max_connections",
            "200",
            "shared_buffers",
            "512MB",
            "max_wal_size",
            "4GB",
            "wal_compression",
            "on",
            "timezone",
            "UTC",
            // A socket file in /tmp would collide with other users' servers.
            "unix_socket_directories",
            "");

    private final Process server;
    private final int port;

    /// What the folder's file `complete` tells: with what it was made, and where the server's binary lies.
    private record Made(String release, Path binary) {
        static Made read(Path dir) throws IOException {
            var lines = Files.readAllLines(dir.resolve("complete"));
            return lines.size() < 2 ? new Made("", dir) : new Made(lines.getFirst(), Path.of(lines.getLast()));
        }

        void write(Path dir) throws IOException {
            Files.write(dir.resolve("complete"), List.of(release, binary.toString()));
        }
    }

    private LocalPostgres(Process server, int port) {
        this.server = server;
        this.port = port;
    }

    /// Starts on `port`, or on a free one when it is 0. The server outlives this process unless it is closed.
    public static LocalPostgres start(Path dir, int port) {
        prepare(dir);
        int chosen = port == 0 ? Ports.free() : port;
        try {
            var process = new ProcessBuilder(command(dir, chosen))
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log(dir)))
                    .start();
            var server = new LocalPostgres(process, chosen);
            server.awaitStart(dir);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not start in " + dir + ": " + e.getMessage(), e);
        }
    }

    /// Unpacks the binaries and makes the data folder with its databases, where that has not been done yet.
    static void prepare(Path dir) {
        try {
            var isMade = Files.exists(dir.resolve("complete"));
            if (isMade) {
                var made = Made.read(dir);
                if (made.release().equals(release()) && Files.isExecutable(made.binary())) {
                    return;
                }
            }
            clear(dir);
            if (!isMade) {
                // Nobody has used a folder whose set-up was interrupted, so it is made anew.
                Leftovers.delete(data(dir));
            }
            make(dir);
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL cannot use " + dir + ": " + e.getMessage(), e);
        }
    }

    /// Starts the server in the foreground on a folder that is prepared, once what an earlier one left is cleared.
    static List<String> command(Path dir, int port) {
        clear(dir);
        var command = new ArrayList<String>();
        if (LinuxUtils.isUnshareAvailable()) {
            // The server refuses to run as root.
            command.addAll(List.of("unshare", "-U"));
        }
        try {
            command.add(Made.read(dir).binary().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        command.addAll(List.of("-D", data(dir).toString(), "-p", Integer.toString(port)));
        SETTINGS.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return command;
    }

    /// Ends what is left of a server on this folder.
    static void clear(Path dir) {
        Leftovers.clearPostgres(data(dir));
    }

    /// Whether a server takes connections there, which it does not while it recovers from a crash.
    static boolean isUp(int port) {
        var url = url(port, "postgres") + "&connectTimeout=2&socketTimeout=2&loggerLevel=OFF";
        try (var connection = DriverManager.getConnection(url)) {
            return connection.isValid(2);
        } catch (SQLException _) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    public String jdbcUrl(String database) {
        return url(port, database);
    }

    /// Ends at once all sessions and the server; what was committed stays.
    @Override
    public void close() {
        Leftovers.signal("INT", server.toHandle());
        Leftovers.end(server.toHandle());
    }

    private void awaitStart(Path dir) throws IOException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        try {
            while (!isUp(port)) {
                if (server.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
                    throw new IOException("see " + log(dir));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void make(Path dir) throws IOException {
        LogLevels.set("io.zonky", Level.WARN);
        Files.createDirectories(dir);
        var log = Redirect.appendTo(log(dir));
        var builder = EmbeddedPostgres.builder()
                .setPort(Ports.free())
                .setDataDirectory(data(dir))
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(binaries(dir).toFile())
                .setRegisterShutdownHook(false)
                .setPGStartupWait(START_LIMIT)
                .setOutputRedirector(log)
                .setErrorRedirector(log)
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8");
        SETTINGS.forEach(builder::setServerConfig);
        try (var server = builder.start()) {
            createDatabases(server);
            // The server notes there how it was started: its binary, then arguments in quotes.
            var started = Files.readString(data(dir).resolve("postmaster.opts"));
            new Made(release(), Path.of(started.substring(0, started.indexOf(" \"")))).write(dir);
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

    /// The databases, and the artifacts that the binaries come from.
    private static String release() {
        var artifacts = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> String.valueOf(Path.of(entry).getFileName()))
                .filter(name -> name.contains("postgres-binaries"))
                .sorted();
        return Stream.concat(DATABASES.stream(), artifacts).collect(Collectors.joining(" "));
    }

    private static Path data(Path dir) {
        return dir.toAbsolutePath().resolve("data");
    }

    private static File log(Path dir) {
        return dir.resolve("postgres.log").toFile();
    }

    private static String url(int port, String database) {
        return "jdbc:postgresql://localhost:" + port + "/" + database + "?user=postgres&password=postgres";
    }

    /// Makes a database where it is not there yet, on a server that is up.
    static void database(int port, String name) {
        try (var connection = DriverManager.getConnection(url(port, "postgres"))) {
            create(connection, name);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create the database " + name, e);
        }
    }

    private static void createDatabases(EmbeddedPostgres server) {
        try (var connection = server.getPostgresDatabase().getConnection()) {
            for (var database : DATABASES) {
                create(connection, database);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create the databases", e);
        }
    }

    private static void create(Connection connection, String database) throws SQLException {
        try (var statement = connection.createStatement()) {
            try (var found = statement.executeQuery("select 1 from pg_database where datname = '" + database + "'")) {
                if (found.next()) {
                    return;
                }
            }
            statement.execute("create database " + database);
        }
    }
}

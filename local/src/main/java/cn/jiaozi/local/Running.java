package cn.jiaozi.local;

import cn.jiaozi.local.token.DevelopmentTokens;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// The suite that runs on this machine's data folder, as another process finds it.
public final class Running {
    private final Path dataDir;
    private final Addresses addresses;
    private final DevelopmentTokens tokens;
    private final DevelopmentTokens internalTokens;

    private Running(Path dataDir, Addresses addresses) {
        this.dataDir = dataDir;
        this.addresses = addresses;
        var environment = new Environment(addresses, dataDir);
        this.tokens = environment.tokens();
        this.internalTokens = environment.internalTokens();
    }

    /// `JIAOZI_DATA`, or `.jiaozi/data` below `-Djiaozi.root`.
    public static Path dataDir() {
        return Optional.ofNullable(System.getenv("JIAOZI_DATA"))
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("jiaozi.root", "."), ".jiaozi", "data"));
    }

    public static Running find() {
        return on(dataDir());
    }

    public static Running on(Path folder) {
        var dataDir = folder.toAbsolutePath().normalize();
        return RunFile.running(dataDir)
                .map(file -> new Running(dataDir, file.addresses()))
                .orElseThrow(
                        () -> new IllegalStateException("No suite runs on " + dataDir + "; ./jiaozi up starts one"));
    }

    public URI gateway() {
        return Addresses.uri(addresses.gateway());
    }

    /// The bank core's simulator.
    public URI core() {
        return Addresses.uri(addresses.core());
    }

    public Addresses addresses() {
        return addresses;
    }

    /// Where the data of a process lies (`postgres`, `kafka`, `core`).
    public Path dir(String process) {
        return dataDir.resolve(process);
    }

    /// With the user `postgres`, who needs no password here.
    public String jdbc(String database) {
        return addresses.jdbc(database);
    }

    /// The process that has this name now; empty while there is none.
    public Optional<ProcessHandle> process(String name) {
        return RunFile.read(dataDir)
                .flatMap(file -> Optional.ofNullable(file.processes().get(name)))
                .flatMap(ProcessHandle::of)
                .filter(ProcessHandle::isAlive);
    }

    public boolean isUp(String process) {
        return Readiness.isUp(process, addresses);
    }

    /// Whether every process of the suite is there and serves.
    public boolean isUp() {
        return addresses.processes().stream().allMatch(name -> process(name).isPresent() && isUp(name));
    }

    public DevelopmentTokens tokens() {
        return tokens;
    }

    public String token(String subject, String... roles) {
        return tokens.token(subject, roles);
    }

    /// For a service itself, where no gateway stands in front of it.
    public String internalToken(String subject, String... roles) {
        return internalTokens.token(subject, roles);
    }

    /// Has every service announce again what Kafka may have lost, and returns how many facts, by service and noun.
    ///
    /// @param since of what has ended, what was asked for before is left out; by default a day ago
    public Map<String, Map<String, Long>> reannounce(Optional<Instant> since) {
        return Reannouncement.of(addresses, since);
    }
}

package cn.jiaozi.local;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The verbs of `./jiaozi` that concern a suite; the script finds Java, builds, and calls this.
@Command(name = "jiaozi", description = "Runs Jiaozi on this machine.", mixinStandardHelpOptions = true)
public final class Jiaozi {
    private static final int MOST_SHARDS = 8;
    private static final Duration DOWN_LIMIT = Duration.ofSeconds(90);

    private final Map<String, String> env = System.getenv();
    private final Path root = Path.of(System.getProperty("jiaozi.root", ".")).toAbsolutePath();

    private Jiaozi() {}

    public static void main(String[] args) {
        var line = new CommandLine(new Jiaozi()).setExecutionExceptionHandler((exception, command, _) -> {
            if (exception instanceof StartFailed failed) {
                command.getErr().println("jiaozi: " + failed.getMessage());
            } else {
                exception.printStackTrace(command.getErr());
                var cause = Stream.iterate((Throwable) exception, Objects::nonNull, Throwable::getCause)
                        .reduce(exception, (_, deeper) -> deeper);
                command.getErr().println("jiaozi: not started: " + cause.getMessage());
            }
            return 1;
        });
        System.exit(line.execute(args));
    }

    @Command(description = "Starts everything and runs until Ctrl-C.")
    int up(
            @Option(names = "--port", description = "port of the gateway") Optional<Integer> port,
            @Option(
                            names = "--shards",
                            defaultValue = "1",
                            description = "of the ledger; a data folder keeps its number; default: 1")
                    int shards)
            throws InterruptedException {
        LogLevels.quiet();
        if (shards < 1 || shards > MOST_SHARDS) {
            throw new StartFailed("--shards must be 1 to " + MOST_SHARDS);
        }
        var addresses = addresses(port).withShards(shards);
        var suite = Suite.start(Options.of(root, dataDir()).withAddresses(addresses));
        System.out.println(Welcome.text(suite, dataDir()));
        System.out.flush();
        // The suite's shutdown hook stops everything.
        new CountDownLatch(1).await();
        return 0;
    }

    @Command(description = "Stops the running suite and waits for its end.")
    int down() {
        var file = RunFile.read(dataDir());
        var launcher = RunFile.running(dataDir()).flatMap(running -> ProcessHandle.of(running.launcher()));
        if (launcher.isEmpty()) {
            file.ifPresent(RunFile::endChildren);
            RunFile.delete(dataDir());
            LocalPostgres.clear(dataDir().resolve(Suite.POSTGRES));
            System.out.println("Nothing runs on " + dataDir() + ".");
            return 0;
        }
        launcher.get().destroy();
        if (!Leftovers.ended(launcher.get(), DOWN_LIMIT)) {
            launcher.get().destroyForcibly();
            file.ifPresent(RunFile::endChildren);
            System.err.println("The suite did not stop in time and was killed; its data is safe.");
            return 1;
        }
        System.out.println("Stopped. The data stays in " + dataDir() + ".");
        return 0;
    }

    @Command(description = "Shows what runs; exit code 0 when a payment can be made.")
    int status(@Option(names = "--quiet", description = "exit code only") boolean quiet) {
        var file = RunFile.running(dataDir());
        if (file.isEmpty()) {
            say(quiet, "Nothing runs on " + dataDir() + ". Start it with ./jiaozi up");
            return 3;
        }
        var addresses = file.get().addresses();
        if (!quiet) {
            file.get()
                    .processes()
                    .forEach((name, pid) -> System.out.printf(
                            "%-17s %5d  process %-7d %s%n",
                            name,
                            addresses.byName().get(name),
                            pid,
                            Readiness.isUp(name, addresses) ? "ready" : "not ready"));
        }
        return Readiness.isUp(Service.GATEWAY.processName(), addresses)
                        && file.get().ready()
                ? 0
                : 1;
    }

    @Command(description = "Has the services announce again what Kafka may have lost.")
    int reannounce(
            @Option(
                            names = "--since",
                            defaultValue = "PT24H",
                            description = "how long ago what has ended was asked for, at most; default: PT24H")
                    Duration since) {
        var announced =
                Running.on(dataDir()).reannounce(Optional.of(Instant.now().minus(since)));
        announced.forEach((service, counts) ->
                counts.forEach((what, count) -> System.out.printf("%-17s %-20s %8d%n", service, what, count)));
        return 0;
    }

    @Command(description = "Prints a token for the gateway.")
    int token(
            @Parameters(paramLabel = "<subject>", description = "whom the token stands for") String subject,
            @Option(names = "--roles", split = ",", defaultValue = "CUSTOMER", description = "default: CUSTOMER")
                    String[] roles,
            @Option(names = "--minutes", defaultValue = "60", description = "default: 60") long minutes) {
        var addresses = RunFile.read(dataDir()).map(RunFile::addresses).orElseGet(() -> addresses(Optional.empty()));
        var tokens = new Environment(addresses, dataDir()).tokens();
        System.out.println(tokens.token(subject, Arrays.asList(roles), Duration.ofMinutes(minutes)));
        return 0;
    }

    private Path dataDir() {
        return Optional.ofNullable(env.get("JIAOZI_DATA"))
                .map(Path::of)
                .orElse(root.resolve(".jiaozi").resolve("data"))
                .toAbsolutePath()
                .normalize();
    }

    private Addresses addresses(Optional<Integer> port) {
        var all = number("JIAOZI_PORT_BASE").map(Addresses::from).orElseGet(Addresses::standard);
        return port.or(() -> number("JIAOZI_PORT")).map(all::withGateway).orElse(all);
    }

    private Optional<Integer> number(String name) {
        return Optional.ofNullable(env.get(name))
                .filter(text -> !text.isBlank())
                .map(text -> {
                    if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65_000) {
                        throw new StartFailed(name + "=" + text + " is not a port number");
                    }
                    return Integer.parseInt(text);
                });
    }

    private static void say(boolean quiet, String text) {
        if (!quiet) {
            System.out.println(text);
        }
    }
}

package cn.jiaozi.local;

import cn.jiaozi.local.core.CoreSimulator;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// How the JVMs of a suite are started: a service from the unpacked jar, with an AOT cache when there is a fitting one.
/// Both lie in `.jiaozi/run`, whatever the data folder, and are made anew when the jar or the JDK is another.
final class Launch {
    private static final Duration TRAINING_LIMIT = Duration.ofMinutes(4);
    private static final Path LARGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
    private static final List<String> FLAGS = Stream.concat(
                    Stream.of(
                            "-XX:+UseSerialGC",
                            "-XX:+UseCompactObjectHeaders",
                            "-Xmx384m",
                            "-Xmn192m",
                            // What a large batch is written into is used again, not zeroed anew each time.
                            "-Dio.netty.allocator.type=pooled",
                            "-Xss512k",
                            "-XX:+ExitOnOutOfMemoryError",
                            // Netty and Kafka use both; without these the JVM warns at every start.
                            "--enable-native-access=ALL-UNNAMED",
                            "--sun-misc-unsafe-memory-access=allow",
                            // Five services share the processors: more threads than those would only take turns.
                            "-Dreactor.netty.ioWorkerCount="
                                    + Runtime.getRuntime().availableProcessors(),
                            "-Dstdout.encoding=UTF-8"),
                    largePages())
            .toList();

    private final Options options;
    private final Path run;

    Launch(Options options) {
        this.options = options;
        this.run = options.root().resolve(".jiaozi").resolve("run");
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    List<String> command(Service service) {
        var command = new ArrayList<>(ParentDeath.prefix());
        command.add(java());
        command.addAll(FLAGS);
        if (Files.exists(cache(service))) {
            // With "auto" a cache that does not fit is a warning in the log and never keeps a service from starting.
            command.add("-XX:AOTMode=auto");
            command.add("-XX:AOTCache=" + cache(service));
        }
        command.addAll(options.jvmFlags());
        command.addAll(List.of("-jar", unpacked(service).toString()));
        return command;
    }

    /// The service's jar names its libraries itself.
    List<String> beside(Service service, Path classes, String main) {
        var command = new ArrayList<>(ParentDeath.prefix());
        command.add(java());
        command.addAll(FLAGS);
        command.addAll(List.of("-cp", classes + File.pathSeparator + unpacked(service), main));
        return command;
    }

    /// Its archive of loaded classes is written when the first one ends, and anew whenever it does not fit. Tests,
    /// whose class path has folders, cannot have one.
    List<String> kafka(Path dir, int port) {
        var command = new ArrayList<>(ParentDeath.prefix());
        command.add(java());
        command.addAll(FLAGS);
        command.add("-Xmx512m");
        if (options.training()) {
            command.addAll(
                    List.of("-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + run.resolve("kafka.jsa")));
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                LocalKafka.class.getName(),
                dir.toString(),
                Integer.toString(port)));
        return command;
    }

    List<String> core(Path dir, int port) {
        var command = new ArrayList<>(ParentDeath.prefix());
        command.addAll(List.of(
                java(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                CoreSimulator.class.getName(),
                dir.toString(),
                Integer.toString(port)));
        return command;
    }

    boolean isTrained(Service service) {
        return Files.exists(cache(service));
    }

    /// Unpacks the jar when it is another than last time; the cache of the old one goes with it.
    void unpack(Service service) {
        var jar = service.jar(options.root());
        if (!Files.exists(jar)) {
            throw new StartFailed(jar + " is missing: build it with ./jiaozi up, or mvn -DskipTests package");
        }
        var dir = run.resolve(service.processName());
        try (var _ = locked()) {
            var stamp = dir.resolve("stamp");
            var wanted = stamp(jar);
            if (Files.exists(stamp) && Files.readString(stamp).equals(wanted)) {
                return;
            }
            Leftovers.delete(dir);
            Files.createDirectories(dir);
            var code = execute(
                    List.of(
                            java(),
                            "-Djarmode=tools",
                            "-jar",
                            jar.toString(),
                            "extract",
                            "--destination",
                            dir.resolve("app").toString()),
                    Map.of(),
                    dir.resolve("unpack.log"));
            if (code != 0) {
                throw new StartFailed("cannot unpack " + jar + ": see " + dir.resolve("unpack.log"));
            }
            Files.writeString(stamp, wanted);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Starts the service once against the running servers, up to the point where it would serve, and keeps what the
    /// JVM learnt. A failure only costs the faster start.
    void train(Service service, Map<String, String> env) {
        var dir = run.resolve(service.processName());
        var fresh = dir.resolve("new.aot");
        var command = new ArrayList<>(ParentDeath.prefix());
        command.add(java());
        command.addAll(FLAGS);
        command.add("-XX:AOTCacheOutput=" + fresh);
        command.add("-Dspring.context.exit=onRefresh");
        command.addAll(options.jvmFlags());
        command.addAll(List.of("-jar", unpacked(service).toString()));
        try {
            Files.deleteIfExists(fresh);
            var code = execute(command, env, dir.resolve("training.log"));
            if (code == 0 && Files.exists(fresh)) {
                Files.move(fresh, cache(service), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where the kernel gives them: they take a sixth off what so many processes cost on few cores.
    private static Stream<String> largePages() {
        try {
            return Files.readString(LARGE_PAGES).contains("[never]")
                    ? Stream.empty()
                    : Stream.of("-XX:+UseTransparentHugePages");
        } catch (IOException _) {
            return Stream.empty();
        }
    }

    private Path cache(Service service) {
        return run.resolve(service.processName()).resolve("app.aot");
    }

    private Path unpacked(Service service) {
        var jar = service.jar(options.root()).getFileName();
        return run.resolve(service.processName()).resolve("app").resolve(jar);
    }

    /// Two suites of one clone share the folder.
    private FileChannel locked() throws IOException {
        Files.createDirectories(run);
        var channel = FileChannel.open(run.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.lock();
        return channel;
    }

    private static int execute(List<String> command, Map<String, String> env, Path log) throws IOException {
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(log.toFile()))
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(env);
        var process = builder.start();
        try {
            if (process.waitFor(TRAINING_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        return -1;
    }

    private static String stamp(Path jar) throws IOException {
        try (var in = Files.newInputStream(jar)) {
            var digest = MessageDigest.getInstance("SHA-256");
            var buffer = new byte[1 << 16];
            for (var read = in.read(buffer); read > 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest()) + " " + Runtime.version() + " " + FLAGS;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

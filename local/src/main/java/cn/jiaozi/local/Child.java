package cn.jiaozi.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A process of the suite that is started again when it ends without having been told to.
///
/// All processes are started by the one thread of `starter`: the kernel ends a child made with a parent-death signal
/// when the very thread that made it ends.
final class Child {
    private static final long LOG_LIMIT = 50L << 20;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);
    private static final Duration STEADY = Duration.ofSeconds(60);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);

    private final String name;
    private final Supplier<List<String>> command;
    private final Map<String, String> env;
    private final Path log;
    private final ScheduledExecutorService starter;
    private final Consumer<String> progress;

    private volatile boolean wanted;
    private volatile int failures;
    private volatile @Nullable Process process;
    private long startedAt;

    Child(
            String name,
            Supplier<List<String>> command,
            Map<String, String> env,
            Path log,
            ScheduledExecutorService starter,
            Consumer<String> progress) {
        this.name = name;
        this.command = command;
        this.env = env;
        this.log = log;
        this.starter = starter;
        this.progress = progress;
    }

    String name() {
        return name;
    }

    Path log() {
        return log;
    }

    /// How often it has ended by itself since it was last steady.
    int failures() {
        return failures;
    }

    Optional<ProcessHandle> running() {
        return Optional.ofNullable(process).filter(Process::isAlive).map(Process::toHandle);
    }

    void start() {
        wanted = true;
        try {
            starter.submit(this::launch).get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot start " + name, e.getCause());
        }
    }

    /// SIGKILL; it comes back by itself.
    void kill() {
        running().ifPresent(handle -> {
            handle.destroyForcibly();
            handle.onExit().join();
        });
    }

    /// Asks it to end and does not wait.
    void askToStop() {
        wanted = false;
        running().ifPresent(ProcessHandle::destroy);
    }

    /// Waits until it has ended, which it is made to do when it takes too long.
    void awaitStop() {
        var current = process;
        try {
            if (current != null && !current.waitFor(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                current.destroyForcibly().waitFor();
            }
        } catch (InterruptedException _) {
            current.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void launch() {
        if (!wanted || running().isPresent()) {
            return;
        }
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
                Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
            var builder = new ProcessBuilder(command.get())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log.toFile()))
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
            builder.environment().putAll(env);
            startedAt = System.nanoTime();
            var started = builder.start();
            process = started;
            var _ = started.onExit().thenAccept(ended -> starter.execute(() -> ended(ended.exitValue())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ended(int code) {
        if (!wanted) {
            return;
        }
        failures = System.nanoTime() - startedAt > STEADY.toNanos() ? 1 : failures + 1;
        var pause = Math.min(LONGEST_PAUSE.toMillis(), 250L << Math.min(failures, 10));
        progress.accept("%s ended (exit code %d) and is started again; its log: %s".formatted(name, code, log));
        var _ = starter.schedule(this::launch, pause, TimeUnit.MILLISECONDS);
    }
}

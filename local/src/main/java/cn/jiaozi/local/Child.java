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
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A process of the suite that is started again when it ends without having been told to: soon when somebody has ended
/// it by a signal, later and later when it keeps failing by itself.
///
/// All processes are started by the one thread of `starter`: the kernel ends a child made with a parent-death signal
/// when the very thread that made it ends.
final class Child {
    /// What a process ends with that obeys SIGINT, SIGTERM or SIGKILL; PostgreSQL and tools end with 0 on the first
    /// two.
    private static final Set<Integer> ENDED_BY_OTHERS = Set.of(0, 130, 137, 143);

    private static final long LOG_LIMIT = 50L << 20;
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);
    private static final Duration STEADY = Duration.ofSeconds(60);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);

    private final Program program;
    private final ScheduledExecutorService starter;
    private final Consumer<String> progress;
    private final Runnable started;

    private volatile boolean wanted;
    private volatile int failures;
    private volatile @Nullable Process process;
    private long startedAt;

    /// @param command    asked for before each start
    /// @param env        beside what the launcher itself was given
    /// @param stopSignal asks it to end: `TERM`, or `INT` for a server that would otherwise wait for its clients
    record Program(String name, Supplier<List<String>> command, Map<String, String> env, Path log, String stopSignal) {}

    /// @param started runs after each start
    Child(Program program, ScheduledExecutorService starter, Consumer<String> progress, Runnable started) {
        this.program = program;
        this.starter = starter;
        this.progress = progress;
        this.started = started;
    }

    Path log() {
        return program.log();
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
            throw new IllegalStateException("cannot start " + program.name(), e.getCause());
        }
    }

    /// SIGKILL; it comes back by itself.
    void kill() {
        running().ifPresent(handle -> {
            handle.destroyForcibly();
            handle.onExit().join();
        });
    }

    /// Asks it to end and does not wait. A start that is under way is ended too.
    synchronized void askToStop() {
        wanted = false;
        running().ifPresent(handle -> Leftovers.signal(program.stopSignal(), handle));
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

    private synchronized void launch() {
        if (!wanted || running().isPresent()) {
            return;
        }
        var log = program.log();
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
                Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
            var builder = new ProcessBuilder(program.command().get())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log.toFile()))
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
            builder.environment().putAll(program.env());
            startedAt = System.nanoTime();
            var begun = builder.start();
            process = begun;
            var _ = begun.onExit().thenAccept(ended -> starter.execute(() -> ended(ended.exitValue())));
            started.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ended(int code) {
        if (!wanted) {
            return;
        }
        boolean steady = System.nanoTime() - startedAt > STEADY.toNanos();
        failures = ENDED_BY_OTHERS.contains(code) ? 0 : steady ? 1 : failures + 1;
        var pause = Math.min(LONGEST_PAUSE.toMillis(), PAUSE.toMillis() << Math.min(failures, 10));
        progress.accept("%s ended (exit code %d) and is started again; its log: %s"
                .formatted(program.name(), code, program.log()));
        var _ = starter.schedule(this::launch, pause, TimeUnit.MILLISECONDS);
    }
}

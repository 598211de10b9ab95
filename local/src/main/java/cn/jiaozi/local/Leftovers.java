package cn.jiaozi.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What a killed launcher leaves behind. A process is ended only when its command line shows that it is ours, because
/// its number may have been given to somebody else since.
final class Leftovers {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Leftovers() {}

    /// An orphaned server still holds the data folder and its port; SIGINT ("fast") lets it write a checkpoint.
    static void stopPostgres(Path data) {
        var pidFile = data.resolve("postmaster.pid");
        try {
            if (!Files.exists(pidFile)) {
                return;
            }
            var lines = Files.readAllLines(pidFile);
            var found = lines.isEmpty() ? Optional.<ProcessHandle>empty() : ours(lines.getFirst(), data.toString());
            if (found.isPresent()) {
                signal("INT", found.get());
                end(found.get());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Optional<ProcessHandle> ours(String pid, String mark) {
        try {
            return ProcessHandle.of(Long.parseLong(pid.strip()))
                    .filter(process -> commandLine(process).contains(mark));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /// Waits for an ending process and kills it when it does not end.
    static void end(ProcessHandle process) {
        if (!ended(process, PATIENCE)) {
            process.destroyForcibly();
        }
    }

    static boolean ended(ProcessHandle process, Duration patience) {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static void delete(Path dir) throws IOException {
        if (!Files.exists(dir)) {
            return;
        }
        try (var paths = Files.walk(dir)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /// Linux shows long command lines in full only under `/proc`.
    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))
                    .replace('\0', ' ');
        } catch (IOException _) {
            return process.info().commandLine().orElse("");
        }
    }

    private static void signal(String name, ProcessHandle process) throws IOException {
        var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        end(kill.toHandle());
    }
}

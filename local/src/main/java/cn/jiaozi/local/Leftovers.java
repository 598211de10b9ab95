package cn.jiaozi.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What a killed launcher leaves behind. A process is ended only when its command line shows that it is ours, because
/// its number may have been given to somebody else since.
final class Leftovers {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Leftovers() {}

    /// Ends what is left of a server on this folder, and removes what would keep the next one from starting. SIGINT
    /// ("fast") lets an orphaned server write a checkpoint; processes that have lost their server go by force.
    static void clearPostgres(Path data) {
        try {
            stopPostgres(data);
            for (var process : orphans(data)) {
                process.destroyForcibly();
                end(process);
            }
            // The number in it may have been given to somebody else since, whom the server would take for itself.
            Files.deleteIfExists(data.resolve("postmaster.pid"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Every process of a server works in the data folder. Only Linux tells; elsewhere they end by themselves.
    private static List<ProcessHandle> orphans(Path data) throws IOException {
        if (!Files.exists(data)) {
            return List.of();
        }
        var here = data.toRealPath();
        return ProcessHandle.allProcesses()
                .filter(process ->
                        worksIn(process, here) && commandLine(process).startsWith("postgres:"))
                .toList();
    }

    private static boolean worksIn(ProcessHandle process, Path dir) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd"))
                    .equals(dir);
        } catch (IOException _) {
            return false;
        }
    }

    private static void stopPostgres(Path data) throws IOException {
        var pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        var lines = Files.readAllLines(pidFile);
        var found = lines.isEmpty() ? Optional.<ProcessHandle>empty() : ours(lines.getFirst(), data.toString());
        if (found.isPresent()) {
            signal("INT", found.get());
            end(found.get());
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

    static void signal(String name, ProcessHandle process) {
        try {
            var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            end(kill.toHandle());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

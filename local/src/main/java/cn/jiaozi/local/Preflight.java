package cn.jiaozi.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// What must be right before anything is started; each complaint says what to do.
final class Preflight {
    private static final long NEEDED_BYTES = 2L << 30;

    private Preflight() {}

    /// Makes the folder and locks it, so that no two suites write the same data. The lock ends with this process.
    static FileChannel claim(Path dataDir) {
        try {
            Files.createDirectories(dataDir);
            Files.createDirectories(dataDir.resolve("logs"));
            var channel =
                    FileChannel.open(dataDir.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                var launcher = RunFile.read(dataDir)
                        .map(file -> " (process " + file.launcher() + ")")
                        .orElse("");
                throw new StartFailed("A suite already runs on " + dataDir + launcher
                        + ". Stop it with ./jiaozi down, or choose another folder with JIAOZI_DATA.");
            }
            return channel;
        } catch (IOException e) {
            throw new StartFailed("Cannot write to " + dataDir + " (" + e + "). Make the folder writable for "
                    + System.getProperty("user.name") + ", or choose another one with JIAOZI_DATA.");
        }
    }

    static boolean isClaimed(Path dataDir) {
        try (var channel = FileChannel.open(dataDir.resolve("lock"), StandardOpenOption.WRITE)) {
            return lock(channel) == null;
        } catch (IOException _) {
            return false;
        }
    }

    static void disk(Path dataDir) {
        try {
            var free = Files.getFileStore(dataDir).getUsableSpace();
            if (free < NEEDED_BYTES) {
                throw new StartFailed("Only %d MB are free on the disk of %s; 2 GB are needed. Free some space, or "
                                .formatted(free >> 20, dataDir)
                        + "choose a folder on another disk with JIAOZI_DATA.");
            }
        } catch (IOException e) {
            throw new StartFailed("Cannot look at the disk of " + dataDir + ": " + e);
        }
    }

    static void ports(Addresses addresses) {
        addresses.byName().forEach((name, port) -> {
            if (!Ports.isFree(port)) {
                throw new StartFailed("Port %d, needed for %s, is taken%s. Stop that process, or choose other ports: "
                                .formatted(
                                        port,
                                        name,
                                        Ports.holder(port)
                                                .map(who -> " by " + who)
                                                .orElse(""))
                        + (name.equals("gateway") ? "--port N (or JIAOZI_PORT=N) for the gateway alone, " : "")
                        + "JIAOZI_PORT_BASE=N for nine ports from N on.");
            }
        });
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }
}

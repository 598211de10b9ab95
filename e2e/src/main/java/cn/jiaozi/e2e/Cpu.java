package cn.jiaozi.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// What all processes of this machine have used so far, load generator included (Linux; see proc(5)).
public final class Cpu {
    private static final int TICKS_PER_SECOND = 100;

    private Cpu() {}

    public static double seconds() {
        try {
            var fields =
                    Files.readAllLines(Path.of("/proc/stat")).getFirst().trim().split("\\s+");
            long all = Arrays.stream(fields)
                    .skip(1)
                    .limit(8)
                    .mapToLong(Long::parseLong)
                    .sum();
            long idle = Long.parseLong(fields[4]) + Long.parseLong(fields[5]);
            return (double) (all - idle) / TICKS_PER_SECOND;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

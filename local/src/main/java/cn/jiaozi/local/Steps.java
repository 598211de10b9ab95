package cn.jiaozi.local;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Tells the reader what has been done and when, counted from the start.
final class Steps {
    private final Consumer<String> progress;
    private final long began = System.nanoTime();

    Steps(Consumer<String> progress) {
        this.progress = progress;
    }

    <T> T run(String step, Supplier<T> work) {
        var start = System.nanoTime();
        var result = work.get();
        done(step + " (" + seconds(start) + ")");
        return result;
    }

    void done(String step) {
        progress.accept("%8s  %s".formatted(seconds(began), step));
    }

    void pause() {
        try {
            Thread.sleep(Duration.ofMillis(150));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String seconds(long since) {
        return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - since) / 1e9);
    }
}

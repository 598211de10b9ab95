package cn.jiaozi.local.core;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Decides which arriving transfer meets which fault, and spends the time that a fault takes.
final class Mischief {
    enum Fault {
        NONE,
        SLOW,
        FAIL,
        LATE,
        BREAK,
        HANG
    }

    private static final Duration LONGER_THAN_ANY_CLIENT = Duration.ofSeconds(60);
    private static final Set<String> NEVER_SILENT = Set.of("/core/v1/faults", "/core/v1/books", "/health");

    private final AtomicLong arrived = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private volatile Faults faults;

    Mischief(Faults faults) {
        this.faults = faults;
    }

    Faults faults() {
        return faults;
    }

    /// Counting starts again, so that "every fifth" means the fifth from now on.
    synchronized void set(Faults wanted) {
        faults = wanted;
        arrived.set(0);
        lost.set(0);
    }

    Fault next() {
        var count = arrived.incrementAndGet();
        var current = faults;
        if (current.fails(count)) {
            return Fault.FAIL;
        }
        if (current.delays(count)) {
            return Fault.LATE;
        }
        if (current.loses(count)) {
            return lost.incrementAndGet() % 2 == 1 ? Fault.BREAK : Fault.HANG;
        }
        return current.slows(count) ? Fault.SLOW : Fault.NONE;
    }

    /// Keeps a caller of the silent core waiting for nothing; a core that speaks again breaks the connection.
    boolean swallows(String path) {
        if (!faults.silent() || NEVER_SILENT.contains(path)) {
            return false;
        }
        hang();
        return true;
    }

    void dawdle() {
        pause(Duration.ofMillis(faults.slowMs()));
    }

    void later(Runnable booking) {
        var wait = Duration.ofMillis(faults.lateMs());
        Thread.ofVirtual().start(() -> {
            pause(wait);
            booking.run();
        });
    }

    void hang() {
        var started = faults;
        var end = System.nanoTime() + LONGER_THAN_ANY_CLIENT.toNanos();
        while (System.nanoTime() < end
                && faults.equals(started)
                && !Thread.currentThread().isInterrupted()) {
            pause(Duration.ofMillis(200));
        }
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

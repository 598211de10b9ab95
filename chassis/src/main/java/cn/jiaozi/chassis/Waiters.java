package cn.jiaozi.chassis;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/// Callers who wait for the end of an act, woken by the commit that ends it. A lost wake costs a later answer, never
/// the truth: at timeout the row is read once more.
public final class Waiters {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final ConcurrentHashMap<String, Set<Sinks.Empty<Void>>> waiting = new ConcurrentHashMap<>();

    /// Registers, then looks at the row, then waits; in this order no end can be missed.
    <T extends Act> Mono<T> await(String key, Duration atMost, Supplier<Mono<T>> read) {
        return Mono.using(
                () -> register(key),
                sink -> look(sink.asMono().thenReturn(true), System.nanoTime() + atMost.toNanos(), read),
                sink -> unregister(key, sink));
    }

    /// Looks again when woken, and every second in case another instance has ended the act.
    private static <T extends Act> Mono<T> look(Mono<Boolean> woken, long deadline, Supplier<Mono<T>> read) {
        return read.get().flatMap(act -> {
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (act.finished() || !left.isPositive()) {
                return Mono.just(act);
            }
            Duration pause = left.compareTo(LOOK_EVERY) < 0 ? left : LOOK_EVERY;
            return Mono.firstWithSignal(woken, Mono.delay(pause).thenReturn(false))
                    // Whoever was woken before its time goes on by the clock alone.
                    .flatMap(early -> look(early ? Mono.never() : woken, deadline, read));
        });
    }

    public Mono<Void> wakeAfterCommit(Collection<String> keys) {
        List<String> copy = List.copyOf(keys);
        return copy.isEmpty() ? Mono.empty() : AfterCommit.run(() -> copy.forEach(this::wake));
    }

    public int count() {
        return waiting.size();
    }

    void wake(String key) {
        waiting.getOrDefault(key, Set.of()).forEach(Sinks.Empty::tryEmitEmpty);
    }

    private Sinks.Empty<Void> register(String key) {
        Sinks.Empty<Void> sink = Sinks.empty();
        waiting.compute(key, (_, sinks) -> {
            Set<Sinks.Empty<Void>> all = sinks == null ? ConcurrentHashMap.newKeySet() : sinks;
            all.add(sink);
            return all;
        });
        return sink;
    }

    private void unregister(String key, Sinks.Empty<Void> sink) {
        waiting.computeIfPresent(key, (_, sinks) -> {
            sinks.remove(sink);
            return sinks.isEmpty() ? null : sinks;
        });
    }
}

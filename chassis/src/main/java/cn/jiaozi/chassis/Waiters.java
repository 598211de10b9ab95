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
    private final ConcurrentHashMap<String, Set<Sinks.Empty<Void>>> waiting = new ConcurrentHashMap<>();

    /// Registers, then looks at the row, then waits; in this order no end can be missed.
    <T extends Act> Mono<T> await(String key, Duration atMost, Supplier<Mono<T>> read) {
        return Mono.using(
                () -> register(key),
                sink -> read.get()
                        .flatMap(act -> act.finished()
                                ? Mono.just(act)
                                : sink.asMono().timeout(atMost, Mono.empty()).then(Mono.defer(read))),
                sink -> unregister(key, sink));
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

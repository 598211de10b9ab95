package cn.jiaozi.chassis;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/// Callers who wait for the end of an act, woken by the commit that ends it. Where that commit is this instance's, they
/// are handed the ended act; else they look at the row. A lost wake costs a later answer, never the truth: they look
/// every second, and once more at timeout.
public final class Waiters {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final ConcurrentHashMap<String, Set<Sinks.One<Act>>> waiting = new ConcurrentHashMap<>();

    /// Registers, then looks at the row, then waits; in this order no end can be missed.
    <T extends Act> Mono<T> await(T act, Duration atMost, Supplier<Mono<T>> read) {
        return registered(act, (woken, deadline) -> look(woken, deadline, read), atMost);
    }

    /// For an act that this very request has begun: nobody can have ended it yet, so there is nothing to look at.
    <T extends Act> Mono<T> awaitFresh(T act, Duration atMost, Supplier<Mono<T>> read) {
        return registered(act, (woken, deadline) -> pause(woken, deadline, read), atMost);
    }

    private interface Waiting<T> {
        Mono<T> begin(Mono<Optional<T>> woken, long deadline);
    }

    private <T extends Act> Mono<T> registered(T act, Waiting<T> waits, Duration atMost) {
        return Mono.using(
                () -> register(act.actKey()),
                sink -> waits.begin(end(sink, act), System.nanoTime() + atMost.toNanos()),
                sink -> unregister(act.actKey(), sink));
    }

    /// What was handed over, or nothing where somebody was merely woken, or is waiting for another view of the act.
    @SuppressWarnings("unchecked")
    private static <T extends Act> Mono<Optional<T>> end(Sinks.One<Act> sink, T act) {
        return sink.asMono()
                .filter(ended -> ended.getClass() == act.getClass())
                .map(ended -> Optional.of((T) ended))
                .defaultIfEmpty(Optional.empty());
    }

    private static <T extends Act> Mono<T> look(Mono<Optional<T>> woken, long deadline, Supplier<Mono<T>> read) {
        return read.get()
                .flatMap(act ->
                        act.finished() || !left(deadline).isPositive() ? Mono.just(act) : pause(woken, deadline, read));
    }

    /// Until woken, or for a second in case another instance has ended the act. Whoever was woken before its time goes
    /// on by the clock alone.
    private static <T extends Act> Mono<T> pause(Mono<Optional<T>> woken, long deadline, Supplier<Mono<T>> read) {
        Duration left = left(deadline);
        Duration pause = left.compareTo(LOOK_EVERY) < 0 ? left : LOOK_EVERY;
        return Mono.firstWithSignal(
                woken.flatMap(end -> end.map(Mono::just).orElseGet(() -> look(Mono.never(), deadline, read))),
                Mono.delay(pause).flatMap(_ -> look(woken, deadline, read)));
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(deadline - System.nanoTime());
    }

    public Mono<Void> wakeAfterCommit(Collection<String> keys) {
        List<String> copy = List.copyOf(keys);
        return copy.isEmpty() ? Mono.empty() : AfterCommit.run(() -> copy.forEach(this::wake));
    }

    /// Hands the acts, as the commit leaves them, to those who wait for their ends.
    public Mono<Void> endAfterCommit(Collection<? extends Act> ended) {
        List<Act> copy = List.copyOf(ended);
        return copy.isEmpty() ? Mono.empty() : AfterCommit.run(() -> copy.forEach(this::end));
    }

    public int count() {
        return waiting.size();
    }

    void wake(String key) {
        each(key, Sinks.One::tryEmitEmpty);
    }

    void end(Act act) {
        each(act.actKey(), sink -> sink.tryEmitValue(act));
    }

    private void each(String key, Consumer<Sinks.One<Act>> tell) {
        waiting.getOrDefault(key, Set.of()).forEach(tell);
    }

    private Sinks.One<Act> register(String key) {
        Sinks.One<Act> sink = Sinks.one();
        waiting.compute(key, (_, sinks) -> {
            Set<Sinks.One<Act>> all = sinks == null ? ConcurrentHashMap.newKeySet() : sinks;
            all.add(sink);
            return all;
        });
        return sink;
    }

    private void unregister(String key, Sinks.One<Act> sink) {
        waiting.computeIfPresent(key, (_, sinks) -> {
            sinks.remove(sink);
            return sinks.isEmpty() ? null : sinks;
        });
    }
}

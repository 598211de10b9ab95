package cn.jiaozi.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/// Which signed requests have been seen, by key and nonce and for all instances. The text of a signature would not do:
/// on P-256 whoever has one makes a second one of it. What comes while a statement is under way waits for the next, so
/// a busy gateway asks the database once for many requests.
@Component
final class Nonces implements SmartLifecycle {
    /// Longer than a signature counts, however clocks differ.
    private static final Duration KEEP = Duration.ofMinutes(5);

    private static final Duration SWEEP = Duration.ofMinutes(1);
    private static final int AT_MOST = 1_000;
    private static final Logger log = LoggerFactory.getLogger(Nonces.class);

    private final ConcurrentLinkedQueue<Shown> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean asking = new AtomicBoolean();
    private final DatabaseClient sql;
    private final Clock clock;
    private volatile Disposable sweeping = Disposables.disposed();

    private record Nonce(String keyId, String value) {}

    private record Shown(Nonce nonce, Sinks.One<Boolean> isNew) {}

    Nonces(DatabaseClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /// True the first time, false ever after.
    Mono<Boolean> spend(String keyId, String nonce) {
        return Mono.defer(() -> {
            Shown shown = new Shown(new Nonce(keyId, nonce), Sinks.one());
            waiting.add(shown);
            next();
            return shown.isNew().asMono();
        });
    }

    @Override
    public void start() {
        sweeping = Flux.interval(SWEEP)
                .onBackpressureDrop()
                .concatMap(_ -> sweep().onErrorResume(fault -> {
                    log.warn("Old nonces stay for now: {}", fault.toString());
                    return Mono.empty();
                }))
                .subscribe();
    }

    @Override
    public void stop() {
        sweeping.dispose();
    }

    @Override
    public boolean isRunning() {
        return !sweeping.isDisposed();
    }

    Mono<Void> sweep() {
        return sql.sql("delete from request_nonce where seen_at < :until")
                .bind("until", clock.instant().minus(KEEP))
                .then();
    }

    private void next() {
        if (waiting.isEmpty() || !asking.compareAndSet(false, true)) {
            return;
        }
        List<Shown> batch = new ArrayList<>();
        for (@Nullable Shown one = waiting.poll(); one != null; one = waiting.poll()) {
            batch.add(one);
            if (batch.size() == AT_MOST) {
                break;
            }
        }
        var _ = Mono.defer(() -> batch.isEmpty() ? Mono.just(Set.<Nonce>of()) : insert(batch))
                .doFinally(_ -> {
                    asking.set(false);
                    next();
                })
                .subscribe(
                        // Of two alike in one batch, one is new.
                        unspent -> batch.forEach(shown -> shown.isNew().tryEmitValue(unspent.remove(shown.nonce()))),
                        fault -> batch.forEach(shown -> shown.isNew()
                                .tryEmitError(Problem.unavailable(
                                        "Whether the request was seen before cannot be known now."))));
    }

    private Mono<Set<Nonce>> insert(List<Shown> batch) {
        Instant now = clock.instant();
        return sql.sql("""
                        insert into request_nonce (key_id, nonce, seen_at)
                        select key_id, nonce, :now from unnest(:key, :nonce) as t (key_id, nonce)
                        order by key_id, nonce
                        on conflict do nothing
                        returning key_id, nonce
                        """)
                .bind("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .bind("key", batch.stream().map(shown -> shown.nonce().keyId()).toArray(String[]::new))
                .bind(
                        "nonce",
                        batch.stream().map(shown -> shown.nonce().value()).toArray(String[]::new))
                .map(row -> new Nonce(
                        Objects.requireNonNull(row.get("key_id", String.class)),
                        Objects.requireNonNull(row.get("nonce", String.class))))
                .all()
                .collect(Collectors.toSet());
    }
}

package cn.jiaozi.gateway;

import cn.jiaozi.gateway.NonceStore.Nonce;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/// Which signed requests have been seen, by key and nonce and for all instances. The text of a signature would not do:
/// on P-256 whoever has one makes a second one of it. What comes while a statement is under way waits for the next, so
/// a busy gateway asks the database once for many requests.
@Component
final class Nonces {
    /// Longer than a signature counts, however clocks differ.
    private static final Duration KEEP = Duration.ofMinutes(5);

    private static final Duration SWEEP = Duration.ofMinutes(1);
    private static final int AT_MOST = 1_000;
    private static final Logger log = LoggerFactory.getLogger(Nonces.class);

    private final ConcurrentLinkedQueue<Shown> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean asking = new AtomicBoolean();
    private final NonceStore store;
    private final Clock clock;
    private final AtomicReference<Instant> swept = new AtomicReference<>(Instant.EPOCH);

    private record Shown(Nonce nonce, Sinks.One<Boolean> isNew) {}

    Nonces(NonceStore store, Clock clock) {
        this.store = store;
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

    /// Once in a while, along with what comes.
    Mono<Void> sweep(Instant now) {
        Instant last = swept.get();
        return now.isBefore(last.plus(SWEEP)) || !swept.compareAndSet(last, now)
                ? Mono.empty()
                : store.deleteSeenBefore(now.minus(KEEP)).onErrorResume(fault -> {
                    log.warn("Old nonces stay for now: {}", fault.toString());
                    return Mono.empty();
                });
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
        var _ = Mono.defer(() -> batch.isEmpty() ? Mono.just(Set.<Nonce>of()) : insert(batch, clock.instant()))
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

    private Mono<Set<Nonce>> insert(List<Shown> batch, Instant now) {
        return store.insert(batch.stream().map(Shown::nonce).toList(), now)
                .flatMap(unspent -> sweep(now).thenReturn(unspent));
    }
}

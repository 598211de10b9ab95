package cn.jiaozi.chassis;

import cn.jiaozi.contracts.Topics;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/// Everything that a service is told arrives here, in batches: one transaction a batch, announced together, and the
/// offset is committed after that.
///
/// When the world fails (a database or a broker that is away, a deadlock, a timeout) the whole batch waits with
/// back-off and the offset stays. When a record is to blame the batch is halved until it stands alone; the good are
/// stored in their order, then the bad go to the dead-letter topic, then the batch is acknowledged. Handlers must
/// therefore be idempotent, and may be handed any part of a batch.
///
/// The listener's thread belongs to the batch, waits for its commit, and rests.
public final class BatchInbox {
    private static final Logger log = LoggerFactory.getLogger(BatchInbox.class);
    private static final Duration LONGEST_BATCH = Duration.ofSeconds(60);

    private final TransactionalOperator transaction;
    private final Outbox outbox;
    private final String service;
    private final MeterRegistry metrics;

    private record Arrived<E>(String body, E event) {}

    /// At most one of both: nothing at all of an event that does not concern this service.
    private record Read<E>(Optional<Arrived<E>> arrived, Optional<DeadLetter> dead) {}

    BatchInbox(TransactionalOperator transaction, Outbox outbox, String service, MeterRegistry metrics) {
        this.transaction = transaction;
        this.outbox = outbox;
        this.service = service;
        this.metrics = metrics;
    }

    /// For an inbox that everything on its topic concerns.
    public <E> Consumer<Message<List<byte[]>>> of(String name, Class<E> type, Function<List<E>, Mono<Void>> handle) {
        return of(name, type, Optional::of, handle);
    }

    /// @param name   of the function, for dead letters and metrics
    /// @param wanted what of an event concerns this service, and nothing for an event that does not; a batch
    ///               without any costs no transaction
    /// @param handle decides and stores a batch; it is called inside the batch's transaction
    public <E, W> Consumer<Message<List<byte[]>>> of(
            String name, Class<E> type, Function<E, Optional<W>> wanted, Function<List<W>, Mono<Void>> handle) {
        return outside(name, type, wanted, batch -> handle.apply(batch).as(transaction::transactional));
    }

    /// For what must not all be in one transaction.
    ///
    /// @param handle begins its transactions itself; otherwise as for `of`
    public <E, W> Consumer<Message<List<byte[]>>> outside(
            String name, Class<E> type, Function<E, Optional<W>> wanted, Function<List<W>, Mono<Void>> handle) {
        var sizes = DistributionSummary.builder("jiaozi.inbox.batch")
                .tag("inbox", name)
                .register(metrics);
        var times = Timer.builder("jiaozi.inbox.handle").tag("inbox", name).register(metrics);
        return message -> {
            // A tombstone arrives as something else than bytes, whatever the declared type says.
            List<?> bodies = message.getPayload();
            sizes.record(bodies.size());
            var read = Processors.map(bodies, body -> read(name, body, type, wanted));
            var dead = read.stream()
                    .flatMap(each -> each.dead().stream())
                    .collect(Collectors.toCollection(ArrayList::new));
            var good = read.stream().flatMap(each -> each.arrived().stream()).toList();
            var handling = Timer.start();
            store(name, good, handle, dead);
            var took = Duration.ofNanos(handling.stop(times));
            bury(dead);
            LockSupport.parkNanos(Rest.after(took, bodies.size()).toNanos());
        };
    }

    private static <E, W> Read<W> read(String name, Object record, Class<E> type, Function<E, Optional<W>> wanted) {
        String body = record instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : "";
        try {
            return new Read<>(
                    wanted.apply(Json.read(body, type)).map(event -> new Arrived<>(body, event)), Optional.empty());
        } catch (RuntimeException unreadable) {
            return new Read<>(Optional.empty(), Optional.of(DeadLetter.of(name, unreadable, body)));
        }
    }

    private <E> void store(
            String name, List<Arrived<E>> batch, Function<List<E>, Mono<Void>> handle, List<DeadLetter> dead) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            await(Mono.defer(
                    () -> handle.apply(batch.stream().map(Arrived::event).toList())));
        } catch (RuntimeException error) {
            if (Blame.isOfTheWorld(error)) {
                throw error;
            }
            if (batch.size() == 1) {
                dead.add(DeadLetter.of(name, error, batch.getFirst().body()));
                return;
            }
            int half = batch.size() / 2;
            store(name, batch.subList(0, half), handle, dead);
            store(name, batch.subList(half, batch.size()), handle, dead);
        }
    }

    private void bury(List<DeadLetter> dead) {
        if (dead.isEmpty()) {
            return;
        }
        dead.forEach(letter -> {
            log.error("Dead letter from {}: {}", letter.inbox(), letter.cause());
            metrics.counter("jiaozi.inbox.dead", "inbox", letter.inbox()).increment();
        });
        await(outbox.announce(dead.stream()
                        .map(letter -> new Announcement(Topics.deadLetters(service), letter.inbox(), letter))
                        .toList())
                .as(transaction::transactional));
    }

    private static void await(Mono<Void> work) {
        work.block(LONGEST_BATCH);
    }
}

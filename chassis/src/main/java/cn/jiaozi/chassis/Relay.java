package cn.jiaozi.chassis;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Moves the outbox to Kafka, in order, woken by commits; a slow clock sweeps up what a crash left.
///
/// One instance of a service relays at a time: it holds an advisory lock on its database connection. A zombie that
/// lost the lock without noticing is fenced off by Kafka, because the transactional id is fixed. A row is deleted
/// after Kafka has committed it, so a crash in between repeats facts and never loses one. It reads what is there and
/// never remembers how far it came: sequence numbers become visible out of order.
///
/// This thread and the batch inbox are the only places in the suite that block.
public final class Relay implements SmartLifecycle, HealthIndicator {
    private static final Logger log = LoggerFactory.getLogger(Relay.class);
    /// Some two thousand facts, and what was announced with the last of them.
    private static final String WAITING = """
            select seq, lines
            from (
                select seq, lines, sum(facts) over (order by seq) - facts as before
                from (select seq, facts, lines from outbox order by seq limit 500) as first) as counted
            where before < 2000
            order by seq
            """;

    private static final Duration STATEMENT = Duration.ofSeconds(30);
    private static final Duration COUNT_EVERY = Duration.ofSeconds(2);
    private static final long IDLE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;
    private static final long LOCK = 0x6a69616f7a69L;

    private final ConnectionFactory database;
    private final Map<String, Object> producerSettings;
    private final Semaphore wakes = new Semaphore(0);
    private final Timer sends;
    private volatile boolean running;
    private volatile boolean healthy;
    private volatile Waiting waiting = new Waiting(0, 0);
    private volatile Thread thread = new Thread();

    /// What was announced together.
    private record Row(long seq, List<Announcement> facts) {}

    private record Waiting(long facts, long oldestSeconds) {}

    Relay(ConnectionFactory database, String brokers, String service, MeterRegistry metrics) {
        this.database = database;
        this.producerSettings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                brokers,
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                "relay-" + service,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4",
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                10_000,
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                20_000,
                ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                1_000);
        this.sends = Timer.builder("jiaozi.relay.send").register(metrics);
        Gauge.builder("jiaozi.outbox.waiting", () -> waiting.facts()).register(metrics);
        Gauge.builder("jiaozi.outbox.oldest.seconds", () -> waiting.oldestSeconds())
                .register(metrics);
    }

    /// Facts that wait, as counted a few seconds ago.
    public long waiting() {
        return waiting.facts();
    }

    void wake() {
        wakes.release();
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("relay").start(this::run);
    }

    @Override
    public void stop() {
        running = false;
        wake();
        try {
            thread.join(Duration.ofSeconds(15));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// Started first and stopped last, so that what the last batches announced still leaves.
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE + 1000;
    }

    @Override
    public Health health() {
        return (healthy ? Health.up() : Health.down())
                .withDetail("waiting", waiting.facts())
                .build();
    }

    private void run() {
        long pause = 200;
        while (running) {
            try {
                relay();
                pause = 200;
            } catch (RuntimeException e) {
                healthy = false;
                log.warn("The relay begins again in {} ms: {}", pause, e.toString());
                wakes.drainPermits();
                rest(pause);
                pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
            }
        }
    }

    private void relay() {
        Connection connection = await(Mono.from(database.create()));
        try {
            // A fact that is sent again because its deletion was lost does no harm; a flush a batch would.
            execute(connection, "set synchronous_commit = off");
            // The lock is this session's. Whoever stands still for that long has lost it, so that another instance
            // relays.
            execute(connection, "set idle_session_timeout = '30s'");
            count(connection);
            while (!becomesLeader(connection)) {
                healthy = true;
                if (!running) {
                    return;
                }
                wakes.drainPermits();
                rest(1_000);
                count(connection);
            }
            send(connection);
        } finally {
            Mono.from(connection.close()).onErrorComplete().block(STATEMENT);
        }
    }

    private void send(Connection connection) {
        var producer = new KafkaProducer<>(producerSettings, new StringSerializer(), new StringSerializer());
        try {
            producer.initTransactions();
            healthy = true;
            long counted = System.nanoTime();
            while (running) {
                long began = System.nanoTime();
                int sent = round(connection, producer);
                if (sent > 0) {
                    var took = Duration.ofNanos(System.nanoTime() - began);
                    LockSupport.parkNanos(Rest.after(took, sent).toNanos());
                } else {
                    // What another instance has committed wakes nobody here, so the leader looks often.
                    rest(IDLE_MILLIS);
                }
                if (System.nanoTime() - counted > COUNT_EVERY.toNanos()) {
                    count(connection);
                    counted = System.nanoTime();
                }
            }
            round(connection, producer);
        } finally {
            // Bounded: whoever cannot reach Kafka must give the lock to an instance that can.
            producer.close(Duration.ofSeconds(5));
        }
    }

    private int round(Connection connection, KafkaProducer<String, String> producer) {
        wakes.drainPermits();
        List<Row> rows = await(Flux.from(connection.createStatement(WAITING).execute())
                .flatMap(result -> result.map((row, _) -> new Row(
                        required(row.get("seq", Long.class)),
                        required(row.get("lines", String.class))
                                .lines()
                                .map(Announcement::of)
                                .toList())))
                .collectList());
        if (rows.isEmpty()) {
            return 0;
        }
        var sending = Timer.start();
        producer.beginTransaction();
        // A failed send makes the commit fail, and the whole round is done again.
        for (var row : rows) {
            for (var fact : row.facts()) {
                var _ = producer.send(fact.toRecord());
            }
        }
        producer.commitTransaction();
        sending.stop(sends);
        await(Flux.from(connection
                        .createStatement("delete from outbox where seq = any($1)")
                        .bind(0, rows.stream().map(Row::seq).toArray(Long[]::new))
                        .execute())
                .flatMap(result -> result.getRowsUpdated())
                .then(Mono.just(true)));
        return rows.stream().mapToInt(row -> row.facts().size()).sum();
    }

    private void count(Connection connection) {
        waiting = await(Flux.from(connection.createStatement("""
                                select coalesce(sum(facts), 0)::bigint as waiting,
                                    coalesce(extract(epoch from clock_timestamp() - min(at)), 0)::bigint as oldest
                                from outbox
                                """).execute())
                .flatMap(result -> result.map((row, _) ->
                        new Waiting(required(row.get("waiting", Long.class)), required(row.get("oldest", Long.class)))))
                .single());
    }

    private static boolean becomesLeader(Connection connection) {
        return await(Flux.from(connection
                        .createStatement("select pg_try_advisory_lock($1) as mine")
                        .bind(0, LOCK)
                        .execute())
                .flatMap(result -> result.map((row, _) -> required(row.get("mine", Boolean.class))))
                .single());
    }

    private static void execute(Connection connection, String sql) {
        await(Flux.from(connection.createStatement(sql).execute())
                .flatMap(result -> result.getRowsUpdated())
                .then(Mono.just(true)));
    }

    private static <T> T await(Mono<T> mono) {
        return required(mono.block(STATEMENT));
    }

    private static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("The database answered with nothing");
        }
        return value;
    }

    private void rest(long millis) {
        try {
            boolean _ = wakes.tryAcquire(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }
}

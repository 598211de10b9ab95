package cn.jiaozi.e2e.faults;

import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Topics;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Sends requests to the ledger's topic at a steady rate, whatever happens, and remembers which of them Kafka has
/// acknowledged.
final class LedgerLoad implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    /// Longer than anything that is broken here stays broken.
    private static final int PATIENCE_MILLIS = 600_000;

    private final KafkaProducer<byte[], byte[]> producer;
    private final Mix mix;
    private final Set<StepId> asked = new HashSet<>();
    private final Set<StepId> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private volatile boolean sending;
    private volatile Thread thread = new Thread();
    private volatile @Nullable StepId last;

    LedgerLoad(String brokers, Mix mix) {
        this.mix = mix;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        brokers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.LINGER_MS_CONFIG,
                        5,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        5_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        PATIENCE_MILLIS,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        PATIENCE_MILLIS,
                        ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        1_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /// Opens the accounts, with money on them.
    void open() {
        mix.opening().forEach(this::send);
        producer.flush();
    }

    void start(double perSecond) {
        sending = true;
        thread = Thread.ofPlatform().name("ledger-load").daemon().start(() -> {
            long began = System.nanoTime();
            for (long i = 0; sending; i++) {
                LockSupport.parkNanos(began + (long) (i * 1e9 / perSecond) - System.nanoTime());
                send(mix.next());
            }
        });
    }

    /// Sends nothing more and returns when everything that was sent is acknowledged.
    void stop() {
        sending = false;
        try {
            thread.join(Duration.ofMillis(PATIENCE_MILLIS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.flush();
    }

    private void send(LedgerRequest request) {
        if (asked.add(request.id())) {
            last = request.id();
        }
        sent.incrementAndGet();
        var body = JSON.writerFor(LedgerRequest.class).writeValueAsBytes(request);
        var _ = producer.send(new ProducerRecord<>(Topics.LEDGER_REQUEST, body), (_, error) -> {
            if (error == null) {
                acknowledged.add(request.id());
            } else {
                refused.incrementAndGet();
            }
        });
    }

    /// How many requests were sent, repeats included.
    long sent() {
        return sent.get();
    }

    /// How many Kafka did not take in time; nothing is said about those.
    long refused() {
        return refused.get();
    }

    /// The latest that was sent and that is no repeat.
    Optional<StepId> last() {
        return Optional.ofNullable(last);
    }

    /// What Kafka has taken.
    Set<StepId> acknowledged() {
        return acknowledged;
    }

    @Override
    public void close() {
        stop();
        producer.close(Duration.ofSeconds(5));
    }
}

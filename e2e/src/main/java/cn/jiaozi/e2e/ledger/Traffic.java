package cn.jiaozi.e2e.ledger;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import cn.jiaozi.contracts.Topics;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// Sends requests to the ledger's topic, one a record, and counts the outcomes that come back. Any outcome that is not
/// what was asked for, and any that does not come, is an exception for whoever sends.
final class Traffic implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long NAP_NANOS = 300_000;
    private static final int TYPE_AT = "{\"type\":\"ledger.".length();
    private static final int DIGITS = 16;

    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread hearing;
    private final byte[] noun;
    /// By the character that follows the noun, since every script numbers from 0 on.
    private final Map<Byte, BitSet> heard = new HashMap<>();

    private volatile LongConsumer arrival = _ -> {};
    private volatile long outcomes;
    private volatile boolean closed;
    private volatile @Nullable RuntimeException failure;
    private long sent;

    /// @param noun what the business ids of this run begin with
    Traffic(String brokers, String noun) {
        this.noun = noun.getBytes(ISO_8859_1);
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        brokers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4",
                        ProducerConfig.LINGER_MS_CONFIG,
                        5,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        64 << 10,
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        64L << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        brokers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        10_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(consumer.partitionsFor(Topics.LEDGER).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList());
        consumer.seekToEnd(consumer.assignment());
        consumer.assignment().forEach(consumer::position);
        hearing = Thread.ofPlatform().name("outcomes").daemon().start(this::hear);
    }

    long sent() {
        return sent;
    }

    long outcomes() {
        return outcomes;
    }

    /// Sends for so long, with so many without an outcome at most, and waits for the outcomes of all.
    ///
    /// @return what was decided within the time
    Throughput closed(Supplier<byte[]> requests, int inFlight, Duration during) {
        long before = outcomes;
        long began = System.nanoTime();
        long end = began + during.toNanos();
        while (System.nanoTime() < end) {
            if (sent - outcomes < inFlight) {
                send(requests.get());
            } else {
                rest();
            }
        }
        long decided = outcomes - before;
        var took = Duration.ofNanos(System.nanoTime() - began);
        awaitAll();
        return new Throughput(decided, took);
    }

    /// Sends on the stroke, whatever comes back.
    ///
    /// @param took hears of each outcome how long after its stroke it came, in microseconds
    void open(Supplier<byte[]> requests, long first, int perSecond, Duration during, LongConsumer took) {
        long began = System.nanoTime();
        LongUnaryOperator stroke = n -> began + (long) ((n - first) * 1e9 / perSecond);
        arrival = number -> took.accept((System.nanoTime() - stroke.applyAsLong(number)) / 1_000);
        long strokes = perSecond * during.toSeconds();
        for (long i = 0; i < strokes; i++) {
            while (System.nanoTime() < stroke.applyAsLong(first + i)) {
                rest();
            }
            send(requests.get());
        }
        awaitAll();
        arrival = _ -> {};
    }

    /// Sends them all, with so many without an outcome at most, and waits for their outcomes.
    void all(Iterable<byte[]> requests, int inFlight) {
        for (var request : requests) {
            while (sent - outcomes >= inFlight) {
                rest();
            }
            send(request);
        }
        awaitAll();
    }

    @Override
    public void close() {
        closed = true;
        try {
            hearing.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofSeconds(5));
    }

    private void send(byte[] request) {
        var _ = producer.send(new ProducerRecord<>(Topics.LEDGER_REQUEST, request), (_, error) -> {
            if (error != null) {
                failure = new IllegalStateException("Kafka did not take a request", error);
            }
        });
        sent++;
    }

    private void awaitAll() {
        producer.flush();
        long before = outcomes;
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (outcomes < sent) {
            rest();
            if (outcomes != before) {
                before = outcomes;
                end = System.nanoTime() + PATIENCE.toNanos();
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException((sent - outcomes) + " outcomes are missing of " + sent);
            }
        }
    }

    private void rest() {
        var broken = failure;
        if (broken != null) {
            throw broken;
        }
        LockSupport.parkNanos(NAP_NANOS);
    }

    private void hear() {
        try (consumer) {
            while (!closed) {
                var records = consumer.poll(Duration.ofMillis(100));
                int fresh = 0;
                for (var outcome : records) {
                    fresh += count(outcome) ? 1 : 0;
                }
                // One thread alone writes it.
                long all = outcomes + fresh;
                outcomes = all;
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    /// Whether it is one that was not heard before: the ledger may tell twice.
    private boolean count(ConsumerRecord<byte[], byte[]> outcome) {
        var key = outcome.key();
        if (key.length != noun.length + 1 + DIGITS || !Arrays.equals(key, 0, noun.length, noun, 0, noun.length)) {
            return false;
        }
        long number = Long.parseLong(new String(key, noun.length + 1, DIGITS, ISO_8859_1));
        int place = Math.toIntExact(4 * number + kind(outcome.value()));
        var known = heard.computeIfAbsent(key[noun.length], _ -> new BitSet());
        if (known.get(place)) {
            return false;
        }
        known.set(place);
        arrival.accept(number);
        return true;
    }

    private static int kind(byte[] event) {
        return switch (new String(event, TYPE_AT, Math.min(8, event.length - TYPE_AT), ISO_8859_1)) {
            case "posted.v" -> 0;
            case "held.v1\"" -> 1;
            case "captured" -> 2;
            case "accounts" -> 3;
            default -> throw new IllegalStateException("not what was asked for: " + new String(event, UTF_8));
        };
    }
}

package cn.jiaozi.e2e.faults;

import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Everything that the ledger has announced since its topic began, by request. It may say the same again, and nothing
/// else.
final class Hearing implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<StepId, String> said = new ConcurrentHashMap<>();
    private final Queue<String> contradictions = new ConcurrentLinkedQueue<>();
    private final AtomicLong events = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;

    Hearing(String brokers) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        brokers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        1_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(consumer.partitionsFor(Topics.LEDGER).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList());
        consumer.seekToBeginning(consumer.assignment());
        thread = Thread.ofPlatform().name("hearing").daemon().start(this::hear);
    }

    private void hear() {
        try (consumer) {
            while (!closed) {
                for (var event : consumer.poll(Duration.ofMillis(100))) {
                    add(new String(event.value(), StandardCharsets.UTF_8));
                }
            }
        } catch (RuntimeException e) {
            contradictions.add("the topic cannot be heard: " + e);
        }
    }

    private void add(String body) {
        events.incrementAndGet();
        var event = JSON.readTree(body);
        // A conflict is no outcome.
        if (event.path("type").asString("").equals("ledger.conflicted.v1")) {
            return;
        }
        var id = id(event.path("id"));
        var before = said.putIfAbsent(id, body);
        if (before != null && !before.equals(body)) {
            contradictions.add(id + ": " + before + " and " + body);
        }
    }

    private static StepId id(JsonNode id) {
        return new StepId(
                id.path("businessId").asString(""),
                id.path("step").asString(""),
                id.path("attempt").asInt(0));
    }

    /// What was said about each request, in the ledger's words.
    Map<StepId, String> said() {
        return said;
    }

    /// Requests about which different things were said.
    Queue<String> contradictions() {
        return contradictions;
    }

    /// How many events there were, repeats and conflicts included.
    long events() {
        return events.get();
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

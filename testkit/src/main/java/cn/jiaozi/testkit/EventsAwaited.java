package cn.jiaozi.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Stimulate, await, verify: sends events to topics and awaits those that a service announces.
public final class EventsAwaited implements AutoCloseable {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final String brokers;
    private final KafkaProducer<String, String> producer;
    private final Map<String, Listening> topics = new ConcurrentHashMap<>();

    public EventsAwaited() {
        this(Infrastructure.shared().kafka());
    }

    public EventsAwaited(String brokers) {
        this.brokers = brokers;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "linger.ms", 0), new StringSerializer(), new StringSerializer());
    }

    public void send(String topic, String key, Object event) {
        sendRaw(topic, key, MAPPER.writeValueAsString(event));
    }

    /// Sends all without waiting in between, so that they can arrive as one batch.
    public void sendAll(String topic, String key, List<?> events) {
        for (Object event : events) {
            var _ = producer.send(new ProducerRecord<>(topic, key, MAPPER.writeValueAsString(event)));
        }
        producer.flush();
    }

    /// A record without a value, as a compacted topic gets when a key is deleted.
    public void sendTombstone(String topic, String key) {
        sent(new ProducerRecord<>(topic, key, null));
    }

    public void sendRaw(String topic, String key, String body) {
        sent(new ProducerRecord<>(topic, key, body));
    }

    private void sent(ProducerRecord<String, String> message) {
        try {
            producer.send(message).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// The first event of this type on the topic, from its beginning, that matches; waits up to 20 s for it.
    public <E> E await(String topic, Class<E> type, Predicate<? super E> matches) {
        return await(topic, type, matches, 1).getFirst();
    }

    /// The first `count` events that match.
    public <E> List<E> await(String topic, Class<E> type, Predicate<? super E> matches, int count) {
        return Awaitility.await("events of " + type.getSimpleName() + " on " + topic)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> seen(topic, type, matches), found -> found.size() >= count);
    }

    /// What has come so far.
    public <E> List<E> seen(String topic, Class<E> type, Predicate<? super E> matches) {
        var found = new ArrayList<E>();
        for (String body : listening(topic).bodies) {
            read(body, type).filter(matches).ifPresent(found::add);
        }
        return found;
    }

    private static <E> Optional<E> read(String body, Class<E> type) {
        try {
            Class<?> root = sealedRootOf(type);
            Object event = MAPPER.readValue(body, root);
            return type.isInstance(event) ? Optional.of(type.cast(event)) : Optional.empty();
        } catch (tools.jackson.core.JacksonException notThisType) {
            return Optional.empty();
        }
    }

    private static Class<?> sealedRootOf(Class<?> type) {
        for (Class<?> parent : type.getInterfaces()) {
            if (parent.isSealed()) {
                return sealedRootOf(parent);
            }
        }
        return type;
    }

    private Listening listening(String topic) {
        return topics.computeIfAbsent(topic, name -> new Listening(brokers, name));
    }

    @Override
    public void close() {
        topics.values().forEach(Listening::close);
        producer.close();
    }

    private static final class Listening {
        private final List<String> bodies = new CopyOnWriteArrayList<>();
        private volatile boolean running = true;
        private final Thread thread;

        Listening(String brokers, String topic) {
            thread = Thread.ofPlatform().daemon().name("awaiting " + topic).start(() -> run(brokers, topic));
        }

        private void run(String brokers, String topic) {
            try (var consumer = new KafkaConsumer<>(
                    Map.of(
                            "bootstrap.servers",
                            brokers,
                            "group.id",
                            "awaited-" + UUID.randomUUID(),
                            "enable.auto.commit",
                            false,
                            "isolation.level",
                            "read_committed"),
                    new StringDeserializer(),
                    new StringDeserializer())) {
                var partitions = consumer.partitionsFor(topic, Duration.ofSeconds(30)).stream()
                        .map(info -> new TopicPartition(topic, info.partition()))
                        .toList();
                consumer.assign(partitions);
                consumer.seekToBeginning(partitions);
                while (running) {
                    consumer.poll(Duration.ofMillis(100)).forEach(message -> bodies.add(message.value()));
                }
            }
        }

        void close() {
            running = false;
            try {
                thread.join(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

package cn.jiaozi.chassis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Hears from the service's own topic what other instances have ended, and wakes the callers who wait here. It belongs
/// to no group and remembers nothing: whoever misses an echo is answered at the end of the wait.
final class Echo implements SmartLifecycle {
    static final String WAKES = "wakes";
    private static final Duration LISTEN_EVERY = Duration.ofMillis(20);
    private static final Logger log = LoggerFactory.getLogger(Echo.class);

    private final String brokers;
    private final String topic;
    private final Waiters waiters;
    private volatile boolean running;
    private volatile Thread thread = new Thread();

    Echo(String brokers, String topic, Waiters waiters) {
        this.brokers = brokers;
        this.topic = topic;
        this.waiters = waiters;
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("echo").daemon().start(this::run);
    }

    @Override
    public void stop() {
        running = false;
        thread.interrupt();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        while (running) {
            try {
                listen();
            } catch (RuntimeException e) {
                if (running) {
                    log.warn("Echo begins again: {}", e.toString());
                    LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
                }
            }
        }
    }

    private void listen() {
        try (var consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        brokers,
                        "enable.auto.commit",
                        false,
                        "auto.offset.reset",
                        "latest",
                        "isolation.level",
                        "read_committed",
                        "reconnect.backoff.max.ms",
                        1_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            while (running) {
                var facts = consumer.poll(Duration.ofSeconds(1));
                facts.forEach(this::wake);
                if (!facts.isEmpty()) {
                    LockSupport.parkNanos(LISTEN_EVERY.toNanos());
                }
            }
        } catch (InterruptException stopping) {
            running = false;
        }
    }

    private void wake(ConsumerRecord<byte[], byte[]> fact) {
        var act = fact.headers().lastHeader(WAKES);
        if (act != null) {
            waiters.wake(new String(act.value(), StandardCharsets.UTF_8));
        }
    }
}

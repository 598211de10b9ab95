package cn.jiaozi.gateway;

import cn.jiaozi.contracts.SignerKey;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.sdk.key.VerifyingKey;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.json.JsonMapper;

/// A copy of all keys that terminals and devices have registered, read from their compacted topics. A copy that is
/// behind knows nothing of the newest revocations, so nobody is recognized by it.
@Component
final class SignerKeys implements SmartLifecycle {
    /// A terminal that has just been activated signs at once.
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration LOOK_FOR_THE_END = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Logger log = LoggerFactory.getLogger(SignerKeys.class);

    private final Map<String, Known> keys = new ConcurrentHashMap<>();
    private final Map<String, Sinks.One<Known>> awaited = new ConcurrentHashMap<>();
    private final String brokers;
    private final Duration usable;
    private final JsonMapper json;
    private final Clock clock;
    private volatile Instant completeAt = Instant.EPOCH;
    private volatile boolean running;
    private volatile @Nullable KafkaConsumer<?, ?> reading;

    /// @param announced who owns the key, and whether it still counts
    record Known(VerifyingKey key, SignerKey announced) {}

    SignerKeys(
            @Value("${jiaozi.kafka}") String brokers,
            @Value("${jiaozi.keys-usable}") Duration usable,
            JsonMapper json,
            Clock clock,
            MeterRegistry metrics) {
        this.brokers = brokers;
        this.usable = usable;
        this.json = json;
        this.clock = clock;
        Gauge.builder("jiaozi.gateway.keys", keys, Map::size).register(metrics);
        Gauge.builder("jiaozi.gateway.keys.age", this, SignerKeys::ageInSeconds)
                .baseUnit("seconds")
                .register(metrics);
    }

    /// Empty when nobody has registered it.
    Mono<Known> find(String keyId) {
        return Mono.defer(() -> {
            if (!isComplete()) {
                return Mono.error(Problem.unavailable("The registered keys cannot be had, so no signature counts."));
            }
            Known known = keys.get(keyId);
            return known == null ? awaited(keyId) : Mono.just(known);
        });
    }

    boolean isComplete() {
        return clock.instant().isBefore(completeAt.plus(usable));
    }

    @Override
    public void start() {
        running = true;
        Thread.ofPlatform().name("signer-keys").daemon().start(this::run);
    }

    @Override
    public void stop() {
        running = false;
        KafkaConsumer<?, ?> consumer = reading;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private Mono<Known> awaited(String keyId) {
        Sinks.One<Known> sink = awaited.computeIfAbsent(keyId, _ -> Sinks.one());
        // It may have come in between.
        Known known = keys.get(keyId);
        return (known == null ? sink.asMono() : Mono.just(known))
                .timeout(PATIENCE, Mono.empty())
                .doFinally(_ -> awaited.remove(keyId, sink));
    }

    private void run() {
        while (running) {
            try {
                read();
            } catch (RuntimeException away) {
                if (running) {
                    log.warn("The registered keys are read anew: {}", away.toString());
                    LockSupport.parkNanos(LOOK_FOR_THE_END.toNanos());
                }
            }
        }
    }

    private void read() {
        try (var consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        brokers,
                        "enable.auto.commit",
                        false,
                        "auto.offset.reset",
                        "earliest",
                        "isolation.level",
                        "read_committed",
                        "default.api.timeout.ms",
                        (int) ANSWER.toMillis(),
                        "reconnect.backoff.max.ms",
                        1_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            reading = consumer;
            List<TopicPartition> partitions = Stream.of(Topics.TERMINAL_KEY, Topics.DEVICE_KEY)
                    .flatMap(topic -> consumer.partitionsFor(topic).stream()
                            .map(partition -> new TopicPartition(topic, partition.partition())))
                    .toList();
            if (partitions.stream().map(TopicPartition::topic).distinct().count() < 2) {
                throw new IllegalStateException("The topics of the keys are not there yet");
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var end = new EndOfTopics(consumer, partitions, clock);
            while (running) {
                consumer.poll(LOOK_FOR_THE_END).forEach(fact -> take(fact.value()));
                end.reached().ifPresent(at -> completeAt = at);
            }
        }
    }

    private void take(byte[] body) {
        SignerKey announced;
        VerifyingKey key;
        try {
            announced = json.readValue(body, SignerKey.class);
            key = VerifyingKey.of(announced.publicKey());
        } catch (RuntimeException unreadable) {
            log.error(
                    "A registered key cannot be read: {}", unreadable.getClass().getSimpleName());
            return;
        }
        Known known = keys.merge(
                announced.keyId(),
                new Known(key, announced),
                (before, now) -> now.announced().version() > before.announced().version() ? now : before);
        Sinks.One<Known> waiting = awaited.get(announced.keyId());
        if (waiting != null) {
            waiting.tryEmitValue(known);
        }
    }

    private double ageInSeconds() {
        return Duration.between(completeAt, clock.instant()).toMillis() / 1_000.0;
    }
}

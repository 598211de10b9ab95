package cn.jiaozi.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class EndOfTopicsTest {
    private static final TopicPartition PARTITION = new TopicPartition("keys", 0);
    private static final Instant START = Instant.parse("2026-11-29T10:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final Clock clock = ticking(now::get);
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>(AutoOffsetResetStrategy.EARLIEST.name());
    private long written;

    EndOfTopicsTest() {
        consumer.assign(List.of(PARTITION));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        write(3);
    }

    @Test
    void anEmptyTopicIsReadAtOnce() {
        consumer.updateEndOffsets(Map.of(PARTITION, 0L));

        assertThat(new EndOfTopics(consumer, List.of(PARTITION), clock).reached())
                .contains(START);
    }

    @Test
    void isThereOnceTheEndOfTheBeginningWasRead() {
        var end = new EndOfTopics(consumer, List.of(PARTITION), clock);
        assertThat(end.reached()).isEmpty();

        pass();
        read();

        assertThat(end.reached()).contains(START);
    }

    @Test
    void keepsUpWhereSomethingIsWrittenWithoutPause() {
        var end = new EndOfTopics(consumer, List.of(PARTITION), clock);

        for (int second = 0; second < 60; second++) {
            read();
            pass();
            write(1);
            assertThat(end.reached()).contains(START.plusSeconds(second));
        }
    }

    private void pass() {
        now.updateAndGet(before -> before.plusSeconds(1));
    }

    private void read() {
        consumer.poll(Duration.ZERO);
    }

    private void write(int count) {
        for (int i = 0; i < count; i++) {
            consumer.addRecord(new ConsumerRecord<>("keys", 0, written++, new byte[0], new byte[0]));
        }
        consumer.updateEndOffsets(Map.of(PARTITION, written));
    }

    private static Clock ticking(InstantSource source) {
        return source.withZone(ZoneOffset.UTC);
    }
}

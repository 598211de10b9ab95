package cn.jiaozi.chassis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatheringTest {
    private static final TopicPartition ONE = new TopicPartition("facts", 0);
    private static final TopicPartition OTHER = new TopicPartition("facts", 1);

    private static final Duration EVERY = Duration.ofSeconds(1);

    private final MockConsumer<String, String> broker = new MockConsumer<>("earliest");
    private final AtomicLong nanos = new AtomicLong();
    private final Consumer<String, String> consumer = Gathering.of(broker, EVERY, nanos::get);

    @BeforeEach
    void assign() {
        broker.subscribe(List.of("facts"));
        broker.rebalance(List.of(ONE, OTHER));
        broker.updateBeginningOffsets(Map.of(ONE, 0L, OTHER, 0L));
    }

    private void comes(TopicPartition partition, long offset) {
        broker.addRecord(new ConsumerRecord<>(partition.topic(), partition.partition(), offset, "key", "value"));
    }

    /// What comes while the broker is asked again.
    private void comesMeanwhile(TopicPartition partition, long offset) {
        broker.schedulePollTask(() -> {});
        broker.schedulePollTask(() -> comes(partition, offset));
    }

    private List<String> poll() {
        ConsumerRecords<String, String> records = consumer.poll(Duration.ofSeconds(1));
        return StreamSupport.stream(records.spliterator(), false)
                .map(record -> record.partition() + "@" + record.offset())
                .sorted()
                .toList();
    }

    @Test
    void handsOutAtOnceWhatComesAfterARest() {
        comes(ONE, 0);
        comesMeanwhile(ONE, 1);

        assertThat(poll()).containsExactly("0@0");
    }

    @ParameterizedTest
    @CsvSource({"1000, true", "3999, true", "4000, false"})
    void isBusyForAWhileAfterEachBatch(long millisLater, boolean busy) {
        comes(ONE, 0);
        poll();

        nanos.addAndGet(Duration.ofMillis(millisLater).toNanos());
        comes(ONE, 1);
        comesMeanwhile(ONE, 2);

        assertThat(poll()).hasSize(busy ? 2 : 1);
    }

    @Test
    void takesAllThatHasComeWhileItIsBusy() {
        comes(ONE, 0);
        poll();

        nanos.addAndGet(EVERY.toNanos());
        comes(ONE, 1);
        comes(OTHER, 0);
        comesMeanwhile(ONE, 2);

        assertThat(poll()).containsExactly("0@1", "0@2", "1@0");
        assertThat(broker.position(ONE)).isEqualTo(3);
        assertThat(broker.position(OTHER)).isEqualTo(1);
    }

    @Test
    void keepsTheOrderOfAPartition() {
        comes(ONE, 0);
        poll();
        nanos.addAndGet(EVERY.toNanos());

        comes(ONE, 1);
        comesMeanwhile(ONE, 2);

        var records = consumer.poll(Duration.ofSeconds(1));
        assertThat(records.records(ONE)).extracting(ConsumerRecord::offset).containsExactly(1L, 2L);
        assertThat(records.nextOffsets()).containsEntry(ONE, new OffsetAndMetadata(3, Optional.empty(), ""));
    }

    @Test
    void leavesToOthersWhatIsTakenAwayMeanwhile() {
        comes(ONE, 0);
        poll();
        nanos.addAndGet(EVERY.toNanos());

        comes(ONE, 1);
        comes(OTHER, 0);
        broker.schedulePollTask(() -> {});
        broker.schedulePollTask(() -> broker.rebalance(List.of(ONE)));

        assertThat(poll()).containsExactly("0@1");
    }

    @Test
    void handsOutWhatItHasWhenItCannotTakeMore() {
        comes(ONE, 0);
        poll();
        nanos.addAndGet(EVERY.toNanos());

        comes(ONE, 1);
        broker.schedulePollTask(() -> {});
        broker.schedulePollTask(() -> broker.setPollException(new KafkaException("away")));

        assertThat(poll()).containsExactly("0@1");
    }

    @Test
    void throwsWhatTheConsumerThrows() {
        broker.setPollException(new KafkaException("away"));

        assertThatThrownBy(this::poll).hasMessage("away");
    }
}

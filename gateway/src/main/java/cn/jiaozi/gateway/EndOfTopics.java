package cn.jiaozi.gateway;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/// How far a reader of whole topics has come. It is measured by the end as it was a while ago: where something is
/// written without pause, the end of this moment is never reached.
final class EndOfTopics {
    private final Consumer<?, ?> consumer;
    private final Collection<TopicPartition> partitions;
    private final Clock clock;
    private Instant asked;
    private Map<TopicPartition, Long> ends;

    EndOfTopics(Consumer<?, ?> consumer, Collection<TopicPartition> partitions, Clock clock) {
        this.consumer = consumer;
        this.partitions = List.copyOf(partitions);
        this.clock = clock;
        this.asked = clock.instant();
        this.ends = consumer.endOffsets(this.partitions);
    }

    /// The moment up to which everything has been read, if it is a later one than the last time.
    Optional<Instant> reached() {
        if (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            return Optional.empty();
        }
        var reached = asked;
        asked = clock.instant();
        ends = consumer.endOffsets(partitions);
        return Optional.of(reached);
    }
}

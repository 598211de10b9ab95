package cn.jiaozi.chassis;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.cloud.stream.config.ListenerContainerCustomizer;
import org.springframework.core.env.Environment;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.ExponentialBackOff;

/// The listener containers behind the inboxes: how they gather batches, how they wait when the world fails, and whether
/// each of them has joined its group (an instance with nothing assigned stands by and is ready too).
final class Inboxes implements ListenerContainerCustomizer<AbstractMessageListenerContainer<?, ?>>, HealthIndicator {
    private static final long COMMIT_EVERY_MILLIS = 500;

    private final Environment settings;
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private final Set<String> joined = ConcurrentHashMap.newKeySet();

    Inboxes(Environment settings) {
        this.settings = settings;
    }

    @Override
    public void configure(AbstractMessageListenerContainer<?, ?> container, String destination, String group) {
        waiting.add(destination);
        container.setCommonErrorHandler(waitWithoutEnd());
        var properties = container.getContainerProperties();
        // The offset is a hint: whatever comes twice finds its row.
        properties.setSyncCommits(false);
        properties.setAckMode(ContainerProperties.AckMode.TIME);
        properties.setAckTime(COMMIT_EVERY_MILLIS);
        // Beside the rest that every inbox takes, one that nobody waits for may take more.
        properties.setIdleBetweenPolls(settings.getProperty("jiaozi.rest-ms." + destination, Long.class, 0L));
        properties.setMissingTopicsFatal(false);
        properties.setConsumerRebalanceListener(new ConsumerAwareRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
                joined.add(destination);
                waiting.remove(destination);
            }

            @Override
            public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
                joined.remove(destination);
                waiting.add(destination);
            }
        });
    }

    private static DefaultErrorHandler waitWithoutEnd() {
        var backOff = new ExponentialBackOff(200, 2);
        backOff.setMaxInterval(2_000);
        var handler = new DefaultErrorHandler(backOff);
        // Everything that arrives here is the world's fault: the inbox has dealt with the records'.
        handler.setClassifications(java.util.Map.of(), true);
        return handler;
    }

    @Override
    public Health health() {
        return (waiting.isEmpty() ? Health.up() : Health.down())
                .withDetail("joined", joined)
                .withDetail("waiting", waiting)
                .build();
    }
}

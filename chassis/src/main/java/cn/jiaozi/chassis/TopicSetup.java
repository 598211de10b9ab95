package cn.jiaozi.chassis;

import cn.jiaozi.contracts.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/// Creates the topics that are missing, before any inbox listens. A service that starts first starts all of them.
final class TopicSetup implements SmartInitializingSingleton {
    private static final Logger log = LoggerFactory.getLogger(TopicSetup.class);

    private final String brokers;
    private final List<Topics.Topic> topics;

    TopicSetup(String brokers, List<Topics.Topic> topics) {
        this.brokers = brokers;
        this.topics = topics;
    }

    @Override
    public void afterSingletonsInstantiated() {
        try (Admin admin = Admin.create(Map.of(
                "bootstrap.servers", brokers, "default.api.timeout.ms", 60_000, "reconnect.backoff.max.ms", 1_000))) {
            var results =
                    admin.createTopics(topics.stream().map(TopicSetup::newTopic).toList());
            for (var result : results.values().values()) {
                try {
                    result.get(60, TimeUnit.SECONDS);
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw new IllegalStateException("Kafka did not create the topics", e);
                    }
                }
            }
        } catch (TimeoutException e) {
            throw new IllegalStateException("Kafka at " + brokers + " did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            log.warn("Interrupted while creating topics");
        }
    }

    private static NewTopic newTopic(Topics.Topic topic) {
        var created = new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty());
        return topic.compacted()
                ? created.configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT))
                : created;
    }
}

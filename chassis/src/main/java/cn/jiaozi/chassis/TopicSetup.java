package cn.jiaozi.chassis;

import cn.jiaozi.contracts.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import reactor.core.publisher.Mono;

/// Creates the topics that are missing, before any inbox listens. A service that starts first starts all of them; one
/// that runs brings them back when Kafka has lost its data.
final class TopicSetup implements SmartInitializingSingleton, DisposableBean {
    static final Duration LOOK_EVERY = Duration.ofSeconds(3);

    private static final Logger log = LoggerFactory.getLogger(TopicSetup.class);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final String brokers;
    private final List<Topics.Topic> topics;
    private final Admin admin;

    TopicSetup(String brokers, List<Topics.Topic> topics) {
        this.brokers = brokers;
        this.topics = topics;
        this.admin = Admin.create(Map.of(
                "bootstrap.servers", brokers, "default.api.timeout.ms", 60_000, "reconnect.backoff.max.ms", 1_000));
    }

    @Override
    public void afterSingletonsInstantiated() {
        try {
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

    /// Looks once, and creates what has vanished. While Kafka is away there is nothing to be seen.
    Mono<Void> restore() {
        return Mono.fromCompletionStage(
                        () -> admin.listTopics(new ListTopicsOptions().timeoutMs((int) ANSWER.toMillis()))
                                .names()
                                .toCompletionStage())
                .map(there -> topics.stream()
                        .filter(topic -> !there.contains(topic.name()))
                        .toList())
                .filter(missing -> !missing.isEmpty())
                .doOnNext(missing -> log.warn("Kafka has lost topics, which are created again: {}", missing))
                .flatMap(missing -> Mono.fromCompletionStage(() -> admin.createTopics(
                                missing.stream().map(TopicSetup::newTopic).toList())
                        .all()
                        .toCompletionStage()))
                // Another service was faster.
                .onErrorComplete(TopicExistsException.class)
                .onErrorComplete(RetriableException.class);
    }

    @Override
    public void destroy() {
        admin.close(Duration.ZERO);
    }

    private static NewTopic newTopic(Topics.Topic topic) {
        var created = new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty());
        return topic.compacted()
                ? created.configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT))
                : created;
    }
}

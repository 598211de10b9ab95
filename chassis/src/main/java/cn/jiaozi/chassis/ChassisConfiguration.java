package cn.jiaozi.chassis;

import cn.jiaozi.contracts.ShardMap;
import cn.jiaozi.contracts.Topics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Wrapped;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.r2dbc.autoconfigure.ConnectionFactoryOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.netty.resources.LoopResources;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.type.LogicalType;

/// Puts the chassis together.
@AutoConfiguration
@EnableTransactionManagement
@Import(ProblemAdvice.class)
class ChassisConfiguration {
    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class);
    }

    /// Microseconds are what the database keeps: what is answered first is what is answered on a repeat.
    @Bean
    Clock clock() {
        return Clock.tick(Clock.systemUTC(), Duration.of(1, ChronoUnit.MICROS));
    }

    @Bean
    Ids ids(Clock clock) {
        return new Ids(clock);
    }

    @Bean
    ReadOn readOn() {
        return new ReadOn();
    }

    /// As many threads as there are connections to the database, the relay's too: by default all of them share the
    /// thread on which the first one was made, and with two threads it is chance whom a batch waits for.
    @Bean
    ConnectionFactoryOptionsBuilderCustomizer databaseThreads(@Value("${spring.r2dbc.pool.max-size}") int connections) {
        var loops = LoopResources.create("database", 1, connections + 1, true, false);
        return options -> options.option(PostgresqlConnectionFactoryProvider.LOOP_RESOURCES, loops);
    }

    @Bean
    Relay relay(
            ConnectionFactory database,
            @Value("${spring.cloud.stream.kafka.binder.brokers}") String brokers,
            @Value("${spring.application.name}") String service,
            MeterRegistry metrics) {
        return new Relay(unpooled(database), brokers, service, metrics);
    }

    /// The relay keeps one connection for itself: its lock lives and dies with it.
    private static ConnectionFactory unpooled(ConnectionFactory factory) {
        return factory instanceof ConnectionPool pool
                ? pool.unwrap()
                : factory instanceof Wrapped<?> wrapped && wrapped.unwrap() instanceof ConnectionFactory inner
                        ? unpooled(inner)
                        : factory;
    }

    @Bean
    Outbox outbox(DatabaseClient client, Relay relay) {
        return new Outbox(client, relay);
    }

    @Bean
    Copies copies(
            @Value("${spring.r2dbc.url}") String url,
            @Value("${spring.r2dbc.username}") String user,
            @Value("${spring.r2dbc.password}") String password,
            @Value("${spring.application.name}") String service) {
        return new Copies(url.replaceFirst("^r2dbc:", "jdbc:"), user, password, service);
    }

    @Bean
    BatchInbox batchInbox(
            TransactionalOperator transaction,
            Outbox outbox,
            @Value("${spring.application.name}") String service,
            MeterRegistry metrics) {
        return new BatchInbox(transaction, outbox, service, metrics);
    }

    @Bean
    Inboxes inboxes(Environment settings) {
        return new Inboxes(settings);
    }

    @Bean
    ShardMap shardMap(@Value("${jiaozi.ledger-shards}") String text) {
        return ShardMap.of(text);
    }

    @Bean
    TopicSetup topicSetup(@Value("${spring.cloud.stream.kafka.binder.brokers}") String brokers, ShardMap shards) {
        return new TopicSetup(brokers, Topics.all(shards));
    }

    /// Before any inbox listens and any job begins.
    @Bean
    SmartInitializingSingleton startChecks(ObjectProvider<StartCheck> checks) {
        return () -> checks.forEach(check -> check.run().block(StartCheck.PATIENCE));
    }

    @Bean
    Waiters waiters(MeterRegistry metrics) {
        var waiters = new Waiters();
        Gauge.builder("jiaozi.waiters", waiters, Waiters::count).register(metrics);
        return waiters;
    }

    @Bean
    @ConditionalOnProperty("jiaozi.echo")
    Echo echo(
            @Value("${spring.cloud.stream.kafka.binder.brokers}") String brokers,
            @Value("${jiaozi.echo}") String topic,
            Waiters waiters) {
        return new Echo(brokers, topic, waiters);
    }

    @Bean
    Acts acts(Waiters waiters) {
        return new Acts(waiters);
    }

    @Bean
    Jobs jobs(TopicSetup topics) {
        var jobs = new Jobs();
        jobs.start("topics", TopicSetup.LOOK_EVERY, topics::restore);
        return jobs;
    }

    @Bean
    Reannouncing reannouncing(Outbox outbox) {
        return new Reannouncing(outbox);
    }

    @Bean
    @ConditionalOnProperty("jiaozi.asking.every")
    Asking asking(
            DatabaseClient client,
            TransactionalOperator transaction,
            Outbox outbox,
            ShardMap shards,
            Clock clock,
            @Value("${jiaozi.asking.every}") Duration every,
            Jobs jobs,
            Reannouncing reannouncing) {
        var asking = new Asking(new AskedStore(client), transaction, outbox, shards, clock);
        var job = jobs.start("ask-again", every, asking::askAgain);
        reannouncing.add("unanswered step", (_, after, _) -> asking.askAll(after, job));
        return asking;
    }

    @Bean
    ReannounceEndpoint reannounceEndpoint(Reannouncing reannouncing, Clock clock) {
        return new ReannounceEndpoint(reannouncing, clock);
    }

    /// What callers send is taken by the letter: nothing unknown, nothing missing, nothing turned into something else.
    @Bean
    JsonMapperBuilderCustomizer strictBodies() {
        return builder -> builder.enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .changeDefaultPropertyInclusion(inclusion ->
                        inclusion.withValueInclusion(com.fasterxml.jackson.annotation.JsonInclude.Include.NON_ABSENT))
                .withCoercionConfig(
                        LogicalType.Textual,
                        config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail));
    }
}

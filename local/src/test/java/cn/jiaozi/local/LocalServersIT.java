package cn.jiaozi.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalServersIT {
    @Test
    void postgresKeepsItsRows(@TempDir Path dir) throws SQLException {
        try (var postgres = LocalPostgres.start(dir, 0)) {
            run(postgres.jdbcUrl("ledger"), "create table kept as select 42 as amount_fen");
        }

        try (var postgres = LocalPostgres.start(dir, 0)) {
            assertThat(value(postgres, "select amount_fen from kept")).isEqualTo("42");
            assertThat(value(postgres, "show fsync")).isEqualTo("on");
            assertThat(value(postgres, "show max_connections")).isEqualTo("200");
        }
    }

    @Test
    void postgresStartsAfterItsLauncherWasKilled(@TempDir Path dir) throws Exception {
        var launcher = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledLauncher.class.getName(),
                        dir.toString())
                .inheritIO()
                .start();
        assertThat(launcher.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(dir.resolve("data").resolve("postmaster.pid")).exists();

        try (var postgres = LocalPostgres.start(dir, 0)) {
            assertThat(value(postgres, "select amount_fen from kept")).isEqualTo("7");
        }
    }

    /// Its server outlives it, as after `kill -9`: halting runs no shutdown hook.
    static final class KilledLauncher {
        private KilledLauncher() {}

        public static void main(String[] args) throws SQLException {
            var postgres = LocalPostgres.start(Path.of(args[0]), 0);
            run(postgres.jdbcUrl("ledger"), "create table kept as select 7 as amount_fen");
            Runtime.getRuntime().halt(137);
        }
    }

    @Test
    void postgresStartsOnItsPortAfterItWasKilledItself(@TempDir Path dir) throws SQLException {
        int port = Ports.free();
        try (var killed = LocalPostgres.start(dir, port)) {
            run(killed.jdbcUrl("ledger"), "create table kept as select 9 as amount_fen");
            var server = ProcessHandle.current()
                    .children()
                    .filter(child -> child.info().commandLine().orElse("").contains(dir.toString()))
                    .findFirst()
                    .orElseThrow();
            server.destroyForcibly();
            assertThat(Leftovers.ended(server, Duration.ofSeconds(10))).isTrue();
            assertThat(dir.resolve("data").resolve("postmaster.pid")).exists();

            try (var postgres = LocalPostgres.start(dir, port)) {
                assertThat(value(postgres, "select amount_fen from kept")).isEqualTo("9");
            }
        }
    }

    @Test
    void kafkaKeepsItsRecords(@TempDir Path dir) throws Exception {
        try (var kafka = LocalKafka.start(dir, 0);
                var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()));
                var producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrap()),
                        new StringSerializer(),
                        new StringSerializer())) {
            admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
            producer.send(new ProducerRecord<>("kept", "key", "value")).get(20, TimeUnit.SECONDS);
        }

        try (var kafka = LocalKafka.start(dir, 0);
                var consumer = new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers", kafka.bootstrap(),
                                "group.id", "reader",
                                "auto.offset.reset", "earliest"),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            consumer.subscribe(List.of("kept"));
            var records = consumer.poll(Duration.ofSeconds(20));
            assertThat(records)
                    .hasSize(1)
                    .first()
                    .satisfies(record -> assertThat(record.value()).isEqualTo("value"));
        }
    }

    private static void run(String url, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String value(LocalPostgres postgres, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl("ledger"));
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}

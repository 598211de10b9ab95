package cn.jiaozi.testkit;

import cn.jiaozi.local.LocalKafka;
import cn.jiaozi.local.LocalPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/// One PostgreSQL and one Kafka for the tests of a JVM, real ones: containers where a Docker engine answers, the same
/// servers embedded where none does.
public final class Infrastructure {
    private static final Infrastructure SHARED = start();

    private final String host;
    private final int port;
    private final String kafka;

    private Infrastructure(String host, int port, String kafka) {
        this.host = host;
        this.port = port;
        this.kafka = kafka;
    }

    public static Infrastructure shared() {
        return SHARED;
    }

    private static Infrastructure start() {
        return DockerClientFactory.instance().isDockerAvailable() ? inContainers() : embedded();
    }

    @SuppressWarnings("resource") // They end with the JVM.
    private static Infrastructure inContainers() {
        var postgres =
                new PostgreSQLContainer("postgres:18").withUsername("postgres").withPassword("postgres");
        var kafka = new KafkaContainer("apache/kafka:4.2.1");
        postgres.start();
        kafka.start();
        return new Infrastructure(postgres.getHost(), postgres.getMappedPort(5432), kafka.getBootstrapServers());
    }

    @SuppressWarnings("resource") // They end with the JVM.
    private static Infrastructure embedded() {
        Path folder = temporaryFolder();
        var postgres = LocalPostgres.start(folder.resolve("postgres"), 0);
        var kafka = LocalKafka.start(folder.resolve("kafka"), 0);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            kafka.close();
            postgres.close();
        }));
        return new Infrastructure("localhost", postgres.port(), kafka.bootstrap());
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory(
                    Files.createDirectories(Path.of("target").toAbsolutePath()), "servers");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    public String kafka() {
        return kafka;
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database + "?user=postgres&password=postgres";
    }

    /// Makes the database when it is not there yet.
    public void database(String name) {
        try (var connection = DriverManager.getConnection(jdbcUrl("postgres"));
                var statement = connection.createStatement();
                var found = statement.executeQuery("select 1 from pg_database where datname = '" + name + "'")) {
            if (!found.next()) {
                try (var create = connection.createStatement()) {
                    create.execute("create database " + name);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("No database " + name, e);
        }
    }
}

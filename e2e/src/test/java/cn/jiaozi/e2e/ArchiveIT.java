package cn.jiaozi.e2e;

import static cn.jiaozi.e2e.Town.ended;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.Topics;
import cn.jiaozi.e2e.Api.Answer;
import cn.jiaozi.e2e.Town.Person;
import cn.jiaozi.local.Suite;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The oldest part of the journal is put into a file and dropped while the suite serves, and is attached again later.
class ArchiveIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String OLDEST = "journal_oldest";

    private static Suite suite;
    private static Town town;

    @BeforeAll
    static void start() {
        suite = Suite.start(Town.options("archive")
                .withEnv("ledger-service", "JIAOZI_AUDIT_EVERY", "PT1S")
                .withJvmFlags("-XX:TieredStopAtLevel=1"));
        town = new Town(suite);
    }

    @AfterAll
    static void stop() {
        town.api.close();
        suite.close();
    }

    @Test
    void servesWithoutTheOldestPartAndProvesAllOfItOnceItIsBack() {
        var a = town.classIi("archive-a", 10_000);
        var b = town.classIi("archive-b", 0);
        var idle = town.classIi("archive-idle", 500);
        String old = ended(town.pay(a, b, 100), "SUCCEEDED").text("paymentId");
        Awaitility.await("nothing is held")
                .atMost(PATIENCE)
                .until(() -> number("select count(*) from hold where state = 'PENDING'") == 0);
        var then = Instant.now();
        long boundary = split();
        long lastOld = number("select number from block where last = " + boundary);
        String kept = ended(town.pay(a, b, 20), "SUCCEEDED").text("paymentId");
        auditsAll();

        var file = archive();

        assertThat(List.of(town.balance(a), town.balance(b), town.balance(idle)))
                .containsExactly(9_880L, 120L, 500L);
        ended(town.pay(b, idle, 3), "SUCCEEDED");
        repliesToWhatItWasTold(old, b, idle);
        assertThat(entries(old).status()).isEqualTo(404);
        assertThat(entries(kept).body().path("entries")).hasSize(1);
        knowsPastBalances(a, idle, then);
        assertThat(receipt(old).status()).isEqualTo(404);
        assertThat(receipt(kept).status()).isEqualTo(200);
        walksFrom(lastOld + 1);
        auditsAll();

        attach(file, boundary);

        walksFrom(1);
        assertThat(receipt(old).status()).isEqualTo(200);
        assertThat(entries(old).body().path("entries")).hasSize(1);
        var invariants = town.api.get(town.auditor(), "/v1/invariants");
        assertThat(invariants.body().path("ok").asBoolean())
                .as(invariants.toString())
                .isTrue();
    }

    /// As if the heights up to now had filled a partition.
    ///
    /// @return the last height in the oldest one
    private static long split() {
        try (var connection = connection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            long height;
            try (var row = statement.executeQuery("select height from shard for update")) {
                row.next();
                height = row.getLong(1);
            }
            statement.execute("alter table journal detach partition journal_0");
            statement.execute("alter table journal_0 rename to " + OLDEST);
            statement.execute("alter table journal attach partition %s for values from (0) to (%d)"
                    .formatted(OLDEST, height + 1));
            statement.execute("create table journal_0 (like journal including all)");
            statement.execute("alter table journal attach partition journal_0 for values from (%d) to (10000000)"
                    .formatted(height + 1));
            connection.commit();
            return height;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The server writes the file and reads it again.
    private static Path archive() {
        var file = Path.of(System.getProperty("java.io.tmpdir"), Town.id(OLDEST) + "-" + System.nanoTime() + ".copy");
        execute("alter table journal detach partition " + OLDEST + " concurrently");
        execute("copy " + OLDEST + " to '" + file + "'");
        execute("drop table " + OLDEST);
        return file;
    }

    private static void attach(Path file, long boundary) {
        execute("create table " + OLDEST + " (like journal including all)");
        execute("copy " + OLDEST + " from '" + file + "'");
        execute("alter table journal attach partition %s for values from (0) to (%d)".formatted(OLDEST, boundary + 1));
    }

    /// The request of an archived entry arrives again; what follows it is handled after it.
    private static void repliesToWhatItWasTold(String payment, Person from, Person to) {
        var told = "select request, answer from outcome where business_id = 'payment:%s'".formatted(payment);
        var before = town.books.rows("ledger", told);
        assertThat(before).isNotEmpty();
        try (var producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, suite.kafka()),
                new StringSerializer(),
                new StringSerializer())) {
            for (var request : before.keySet()) {
                // Closing waits for it.
                var _ = producer.send(new ProducerRecord<>(Topics.ledgerRequest(0), "payment:" + payment, request));
            }
        }
        ended(town.pay(from, to, 2), "SUCCEEDED");
        assertThat(town.books.rows("ledger", told)).isEqualTo(before);
        assertThat(town.balance(to)).isEqualTo(505);
    }

    /// What the archived entries left is known; what was before them is not, and is not guessed.
    private static void knowsPastBalances(Person a, Person idle, Instant then) {
        var now = balance(idle, Instant.now());
        assertThat(now.number("balanceFen")).as(now.toString()).isEqualTo(505);
        var before = balance(a, then);
        assertThat(before.status()).as(before.toString()).isEqualTo(400);
        assertThat(before.body().at("/errors/0/pointer").asString()).isEqualTo("at");
        String today = town.books
                .rows("ledger", "select accounting_date, height from shard")
                .keySet()
                .iterator()
                .next();
        var statement =
                town.api.get(a.token(), "/v1/accounts/" + a.address() + "/statement?from=" + today + "&to=" + today);
        assertThat(statement.status()).as(statement.toString()).isEqualTo(400);
        assertThat(statement.body().at("/errors/0/pointer").asString()).isEqualTo("from");
    }

    private static Answer balance(Person person, Instant at) {
        return town.api.get(person.token(), "/v1/accounts/" + person.address() + "/balance?at=" + at);
    }

    private static Answer receipt(String payment) {
        return town.api.get(town.auditor(), "/v1/receipts/" + payment);
    }

    private static Answer entries(String payment) {
        return town.api.get(town.auditor(), "/v1/entries?businessId=payment:" + payment);
    }

    private static void walksFrom(long block) {
        var walked = town.api.get(town.auditor(), "/v1/audit/blocks?limit=200&from=" + block);
        assertThat(walked.number("to")).isEqualTo(walked.number("length")).isGreaterThan(block);
        assertThat(walked.body().path("finding").isObject())
                .as(walked.toString())
                .isFalse();
    }

    /// By itself, and finds nothing.
    private static void auditsAll() {
        Awaitility.await("the continuous audit has come to the end")
                .atMost(PATIENCE)
                .until(() -> number("""
                        select count(*) from audit_progress p cross join shard s
                        where p.height = s.height and p.block = s.block_number and p.compared = 0
                        """) == 1);
        assertThat(number("select count(*) from finding")).isZero();
    }

    private static long number(String query) {
        try (var connection = connection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    private static void execute(String sql) {
        try (var connection = connection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static Connection connection() throws SQLException {
        return DriverManager.getConnection(suite.jdbc("ledger"));
    }
}

package cn.jiaozi.e2e;

import static cn.jiaozi.e2e.Town.ended;
import static cn.jiaozi.e2e.Town.id;
import static cn.jiaozi.e2e.Town.p2p;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.ShardMap;
import cn.jiaozi.e2e.Town.Person;
import cn.jiaozi.local.Addresses;
import cn.jiaozi.local.Suite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A ledger of two shards, each with a database and a process of its own.
class TwoShardsIT {
    private static final ShardMap MAP = ShardMap.of("0-511=0,512-1023=1");
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long TOPPED_UP_FEN = 100_000;

    private static Suite suite;
    private static Town town;
    /// Two people of shard 0, and two of shard 1.
    private static List<List<Person>> people;

    @BeforeAll
    static void start() {
        // Six services start at once and serve for a minute: compiling them well would take longer than that.
        suite = Suite.start(Town.options("shards").withShards(2).withJvmFlags("-XX:TieredStopAtLevel=1"));
        town = new Town(suite);
        people = List.of(new ArrayList<>(), new ArrayList<>());
        while (people.stream().anyMatch(ofShard -> ofShard.size() < 2)) {
            var person = town.classIi("neighbour", TOPPED_UP_FEN);
            people.get(shardOf(person)).add(person);
        }
    }

    @AfterAll
    static void stop() {
        town.api.close();
        suite.close();
    }

    private static int shardOf(Person person) {
        return MAP.shardOf(person.address()).orElseThrow();
    }

    private static Person payer(int shard) {
        return people.get(shard).getFirst();
    }

    private static Person payee(int shard) {
        return people.get(shard).get(1);
    }

    private static int other(int shard) {
        return 1 - shard;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void paysWithinAShardAndWritesNowhereElse(int shard) {
        long before = town.balance(payee(shard));

        var paid = ended(town.pay(payer(shard), payee(shard), 123), "SUCCEEDED");

        assertThat(town.balance(payee(shard))).isEqualTo(before + 123);
        var entry = "select business_id, tx_type from entry where business_id = 'payment:%s'"
                .formatted(paid.text("paymentId"));
        assertThat(town.books.rows(Addresses.ledgerDatabase(shard), entry)).hasSize(1);
        assertThat(town.books.rows(Addresses.ledgerDatabase(other(shard)), entry))
                .isEmpty();
        String receipt = "/v1/receipts/" + paid.text("paymentId") + "?shard=";
        assertThat(town.api.get(payer(shard).token(), receipt + shard).status()).isEqualTo(200);
        assertThat(town.api.get(payer(shard).token(), receipt + other(shard)).status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void refusesAPaymentAcrossAndMovesNothing(int shard) {
        var from = payer(shard);
        var to = payer(other(shard));
        long before = town.balance(from);
        long beforeOfPayee = town.balance(to);
        long used = usedFen(from);

        var across = ended(town.pay(from, to, 456), "FAILED WALLET_UNREACHABLE");

        assertThat(town.balance(from)).isEqualTo(before);
        assertThat(town.balance(to)).isEqualTo(beforeOfPayee);
        Awaitility.await("its limits are given back").atMost(PATIENCE).until(() -> usedFen(from) == used);
        for (int any = 0; any < 2; any++) {
            assertThat(town.books.rows(
                            Addresses.ledgerDatabase(any),
                            "select business_id, kind from entry where business_id = 'payment:%s'"
                                    .formatted(across.text("paymentId"))))
                    .isEmpty();
        }
    }

    private static long usedFen(Person person) {
        return town.api
                .get(person.token(), "/v1/wallets/" + person.walletId() + "/usage")
                .body()
                .at("/day/usedFen")
                .asLong();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 0})
    void servesOneShardWhileTheOtherIsAwayAndBothWhenItIsBack(int away) {
        String payment = "/v1/payments/" + id("waits");
        suite.kill(Addresses.ledgerName(away));
        suite.stop(Addresses.ledgerName(away));

        var waits = town.api.put(payer(away).token(), payment, p2p(payer(away), payee(away), 7), 0);
        ended(town.pay(payer(other(away)), payee(other(away)), 8), "SUCCEEDED");

        assertThat(town.balance(payer(other(away)))).isPositive();
        assertThat(waits.text("state")).isEqualTo("REQUESTED");
        assertThat(suite.running().isUp("gateway")).isTrue();
        assertThat(town.api
                        .get(payer(away).token(), "/v1/accounts/" + payer(away).address())
                        .status())
                .isEqualTo(503);
        suite.restart(Addresses.ledgerName(away));
        Awaitility.await("what waited is paid")
                .atMost(PATIENCE)
                .until(() ->
                        town.api.get(payer(away).token(), payment).text("state").equals("SUCCEEDED"));
        ended(town.pay(payer(away), payee(away), 9), "SUCCEEDED");
        provesBoth();
    }

    private static void provesBoth() {
        for (int shard = 0; shard < 2; shard++) {
            var invariants = town.api.get(town.auditor(), "/v1/invariants?shard=" + shard);
            assertThat(invariants.body().path("ok").asBoolean())
                    .as(invariants.toString())
                    .isTrue();
            var walked = town.api.get(town.auditor(), "/v1/audit/blocks?from=1&limit=200&shard=" + shard);
            assertThat(walked.number("to")).isPositive().isEqualTo(walked.number("length"));
            assertThat(walked.body().path("finding").isObject())
                    .as(walked.toString())
                    .isFalse();
            assertThat(town.api
                            .get(town.auditor(), "/v1/operator-keys?shard=" + shard)
                            .text("ledger"))
                    .isEqualTo("jiaozi-" + (shard + 1));
        }
    }

    /// Every wallet's money is in one of them, and each adds up by itself.
    @Test
    void keepsEachWalletInTheDatabaseOfItsShardAlone() {
        for (int shard = 0; shard < 2; shard++) {
            var database = Addresses.ledgerDatabase(shard);
            int number = shard;
            assertThat(town.books
                            .rows(database, "select address, 1 from account where subject = 'WALLET'")
                            .keySet())
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allMatch(address -> MAP.keeps(number, address));
            assertThat(town.books.rows(
                            database,
                            "select sum(debits_posted), sum(credits_posted) from account having count(*) > 0"))
                    .hasSize(1)
                    .allSatisfy((debits, credits) -> assertThat(debits).isEqualTo(credits));
            assertThat(town.books.rows(database, "select number, slots from shard"))
                    .isEqualTo(Map.of(Integer.toString(shard), MAP.slotsOf(shard)));
        }
    }

    /// One that is told to be shard 1 and given shard 0's database ends by itself.
    @Test
    void refusesToStartOnAnotherShardsDatabase() throws Exception {
        var log = Files.createTempFile(Path.of("target"), "refused", ".log");
        var builder = suite.beside(
                        Addresses.ledgerName(0), Path.of("target", "classes"), "cn.jiaozi.ledger.LedgerApplication")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment()
                .putAll(Map.of("JIAOZI_LEDGER_SHARD", "1", "JIAOZI_DATABASE", "ledger", "SERVER_PORT", "0"));
        var process = builder.start();
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(log).content().contains("JIAOZI_LEDGER_SHARD is 1, and this database is that of shard 0");
    }
}

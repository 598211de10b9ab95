package cn.jiaozi.ledger.journal;

import static cn.jiaozi.ledger.LedgerFixture.capture;
import static cn.jiaozi.ledger.LedgerFixture.close;
import static cn.jiaozi.ledger.LedgerFixture.core;
import static cn.jiaozi.ledger.LedgerFixture.entry;
import static cn.jiaozi.ledger.LedgerFixture.hold;
import static cn.jiaozi.ledger.LedgerFixture.holdUntil;
import static cn.jiaozi.ledger.LedgerFixture.leg;
import static cn.jiaozi.ledger.LedgerFixture.open;
import static cn.jiaozi.ledger.LedgerFixture.opening;
import static cn.jiaozi.ledger.LedgerFixture.orElseTo;
import static cn.jiaozi.ledger.LedgerFixture.post;
import static cn.jiaozi.ledger.LedgerFixture.reverse;
import static cn.jiaozi.ledger.LedgerFixture.wallet;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.chassis.Json;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.testkit.Seeds;
import cn.jiaozi.testkit.ServiceTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.context.TestConstructor;
import org.springframework.transaction.reactive.TransactionalOperator;

@ServiceTest
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
class JournalServiceIT {
    private final JournalService journal;
    private final HoldExpiry expiry;
    private final DatabaseClient client;
    private final TransactionalOperator transaction;

    JournalServiceIT(
            JournalService journal, HoldExpiry expiry, DatabaseClient client, TransactionalOperator transaction) {
        this.journal = journal;
        this.expiry = expiry;
        this.client = client;
        this.transaction = transaction;
    }

    static Stream<Arguments> seeds() {
        return Seeds.of(12);
    }

    /// Now and then everything is written and the transaction rolled back, or Kafka delivers again.
    @ParameterizedTest
    @MethodSource("seeds")
    void storesWhatTheNaiveLedgerSays(long seed) {
        Seeds.play(seed, random -> play(seed, random));
    }

    private void play(long seed, RandomGenerator random) {
        var requests = new RandomRequests(random, seed, Instant.parse("2100-01-01T00:00:00Z"));
        var naive = new NaiveLedger(_ -> true);
        var expected = new HashMap<StepId, String>();
        var all = new ArrayList<LedgerRequest>();
        decide(requests.opening());
        requests.opening().forEach(naive::say);

        for (int i = 0; i < 15; i++) {
            var batch = requests.batch();
            if (requests.once(4)) {
                lose(batch);
            }
            decide(batch);
            all.addAll(batch);
            if (requests.once(3)) {
                var again = requests.again(batch);
                decide(again);
                all.addAll(again);
            }
        }
        for (var request : all) {
            String said = naive.say(request);
            if (!said.equals("conflict") && !said.equals("ATTEMPT_OUT_OF_ORDER")) {
                expected.put(request.id(), said);
            }
        }

        assertThat(stored(seed)).containsExactlyInAnyOrderEntriesOf(expected);
        naive.addresses()
                .forEach(address -> assertThat(balanceFen(address)).as(address).isEqualTo(naive.balanceFen(address)));

        long height = height();
        all.removeIf(request -> !expected.containsKey(request.id()));
        Collections.shuffle(all, new Random(seed));
        decide(all);
        assertThat(stored(seed)).isEqualTo(expected);
        assertThat(height()).isEqualTo(height);
    }

    @Test
    void opensConstrainsHoldsAndCapturesWithinOneBatch() {
        var spec = wallet("js-1");
        var opened = new LedgerRequest.PostEntry(
                StepId.first("exchange:js-1", "post"),
                opening(entry(leg("core:js:clearing", spec.address(), 100)), core("js"), spec));
        var frozen = new LedgerRequest.ConstrainAccount(
                StepId.first("wallet:js-1", "freeze"), spec.address(), true, false, 30, 1);

        decide(List.of(
                opened,
                hold("redeem:js-1", leg(spec.address(), "core:js:clearing", 40)),
                capture("redeem:js-1"),
                frozen));
        decide(List.of(post("payment:js-1", leg(spec.address(), "core:js:clearing", 1))));

        assertThat(balanceFen(spec.address())).isEqualTo(60);
        assertThat(answer("payment:js-1")).isInstanceOf(LedgerEvent.Rejected.class);
        assertThat(one("select floor_fen from account where address = 'wallet:js-1:available'"))
                .isEqualTo(30);
    }

    /// It remembers the accounts of its batches for as long as nobody else writes to any.
    @Test
    void seesWhatAnotherWroteToAnAccountThatItRemembers() {
        var spec = wallet("js-other");
        String core = "core:js-other:clearing";
        decide(List.of(open(StepId.first("test:js-other", "open"), core("js-other"), spec)));
        decide(List.of(post("exchange:js-other", leg(core, spec.address(), 100))));

        write("update account set debit_frozen = true where address = 'wallet:js-other:available'");
        decide(List.of(post("payment:js-other-1", leg(spec.address(), core, 1))));
        write("update account set debit_frozen = false where address = 'wallet:js-other:available'");
        decide(List.of(post("payment:js-other-2", leg(spec.address(), core, 1))));

        assertThat(answer("payment:js-other-1")).isInstanceOf(LedgerEvent.Rejected.class);
        assertThat(answer("payment:js-other-2")).isInstanceOf(LedgerEvent.Posted.class);
        assertThat(balanceFen(spec.address())).isEqualTo(99);
    }

    private void write(String sql) {
        client.sql(sql).then().block();
    }

    @Test
    void changesNothingOnABatchOfRepeats() {
        decide(List.of(open(StepId.first("test:js-2", "open"), core("js-2"), wallet("js-2"))));
        var paid = post("exchange:js-2", leg("core:js-2:clearing", "wallet:js-2:available", 5));
        decide(List.of(paid));
        long height = height();

        decide(List.of(paid, paid));

        assertThat(height()).isEqualTo(height);
        assertThat(balanceFen("wallet:js-2:available")).isEqualTo(5);
    }

    @Test
    void endsAHoldThatAnEarlierBatchHasStored() {
        decide(List.of(open(StepId.first("test:js-3", "open"), core("js-3"), wallet("js-3"))));
        decide(List.of(hold(
                "exchange:js-3",
                leg("core:js-3:clearing", "wallet:js-3:available", 5),
                leg("wallet:js-3:available", "core:js-3:clearing", 1))));
        assertThat(answer("exchange:js-3")).isInstanceOf(LedgerEvent.Rejected.class);

        decide(List.of(hold("exchange:js-4", leg("core:js-3:clearing", "wallet:js-3:available", 5))));
        decide(List.of(capture("exchange:js-4")));

        assertThat(balanceFen("wallet:js-3:available")).isEqualTo(5);
        assertThat(one("select count(*) from hold where business_id = 'exchange:js-4' and state = 'CAPTURED'"))
                .isEqualTo(1);
    }

    @Test
    void expiresWhatIsOverAndReversesWhatAnEarlierBatchHasPosted() {
        String a = "wallet:js-5:available";
        decide(List.of(
                open(StepId.first("test:js-5", "open"), core("js-5"), wallet("js-5"), wallet("js-6")),
                post("exchange:js-5", leg("core:js-5:clearing", a, 50))));
        decide(List.of(
                holdUntil(Instant.now().minusSeconds(1), "payment:js-5", leg(a, "wallet:js-6:available", 20)),
                post("payment:js-6", leg(a, "wallet:js-6:available", 10))));

        expiry.expire().block();
        expiry.expire().block();
        decide(List.of(reverse("payment:js-6")));
        decide(List.of(close("js-6")));
        decide(List.of(post("payment:js-7", orElseTo(a, leg("core:js-5:clearing", "wallet:js-6:available", 3)))));

        assertThat(one("select count(*) from hold where business_id = 'payment:js-5' and state = 'EXPIRED'"))
                .isEqualTo(1);
        assertThat(one("select count(*) from entry where business_id = 'payment:js-5' and kind = 'EXPIRE'"))
                .isEqualTo(1);
        assertThat(one("select debits_pending from account where address = '" + a + "'"))
                .isZero();
        assertThat(balanceFen(a)).isEqualTo(53);
        assertThat(balanceFen("wallet:js-6:available")).isZero();
    }

    @Test
    void hasAPartitionAheadOfTheHeightAtAnyTime() {
        String partitions = "select count(*) from pg_inherits where inhparent = 'journal'::regclass";
        long before = one(partitions);

        client.sql("select add_journal_partitions(9999999)").then().block();
        assertThat(one(partitions)).isEqualTo(before);

        client.sql("select add_journal_partitions(10000000)").then().block();
        assertThat(one(partitions)).isEqualTo(before + 1);
    }

    /// What is below was there, and is archived.
    @Test
    void makesNoPartitionBelowTheHeight() {
        var made = client.sql("select add_journal_partitions(55000000)")
                .then()
                .thenMany(client.sql(
                                "select to_regclass('journal_' || n) is not null as there from generate_series(4, 7) n")
                        .map(row -> Boolean.TRUE.equals(row.get("there", Boolean.class)))
                        .all())
                .collectList()
                .as(work -> transaction.execute(status -> {
                    status.setRollbackOnly();
                    return work;
                }))
                .blockLast();

        assertThat(made).containsExactly(false, true, true, false);
    }

    private void decide(List<LedgerRequest> batch) {
        journal.decide(batch).block();
    }

    /// Everything is written, and nothing kept.
    private void lose(List<LedgerRequest> batch) {
        long before = one("select count(*) + (select height from shard) from outcome");
        transaction
                .execute(status -> {
                    status.setRollbackOnly();
                    return journal.decide(batch);
                })
                .blockLast();
        assertThat(one("select count(*) + (select height from shard) from outcome"))
                .isEqualTo(before);
    }

    private LedgerEvent answer(String businessId) {
        return Json.read(
                requireNonNull(client.sql("select answer from outcome where business_id = :id")
                        .bind("id", businessId)
                        .map(row -> requireNonNull(row.get("answer", String.class)))
                        .one()
                        .block()),
                LedgerEvent.class);
    }

    private Map<StepId, String> stored(long seed) {
        return requireNonNull(client.sql("select answer from outcome where business_id like :like")
                .bind("like", "%:s" + seed + "-%")
                .map(row -> Json.read(requireNonNull(row.get("answer", String.class)), LedgerEvent.class))
                .all()
                .collectMap(LedgerEvent::id, LedgerInMemory::word)
                .block());
    }

    private long balanceFen(String address) {
        return requireNonNull(client.sql("""
                        select case subject when 'WALLET' then credits_posted - debits_posted
                            else debits_posted - credits_posted end as balance
                        from account where address = :address
                        """)
                .bind("address", address)
                .map(row -> requireNonNull(row.get("balance", Long.class)))
                .one()
                .block());
    }

    private long height() {
        return one("select height from shard");
    }

    private long one(String sql) {
        return requireNonNull(client.sql(sql)
                .map(row -> requireNonNull(row.get(0, Long.class)))
                .one()
                .block());
    }
}

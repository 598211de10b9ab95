package cn.jiaozi.ledger.audit;

import static cn.jiaozi.ledger.LedgerFixture.core;
import static cn.jiaozi.ledger.LedgerFixture.leg;
import static cn.jiaozi.ledger.LedgerFixture.open;
import static cn.jiaozi.ledger.LedgerFixture.post;
import static cn.jiaozi.ledger.LedgerFixture.wallet;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.ledger.audit.Finding.Kind;
import cn.jiaozi.ledger.audit.WalkService.Walked;
import cn.jiaozi.ledger.chain.ChainStore;
import cn.jiaozi.ledger.chain.FactStore;
import cn.jiaozi.ledger.chain.Forger;
import cn.jiaozi.ledger.chain.Operator;
import cn.jiaozi.ledger.journal.JournalService;
import cn.jiaozi.testkit.ServiceTest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.context.TestConstructor;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// The audit names what was altered, and what it finds has its consequences. All of it is rolled back.
@ServiceTest
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
class WalkIT {
    private static final AtomicInteger RUN = new AtomicInteger();

    private final WalkService walk;
    private final Watch watch;
    private final WatchService looks;
    private final FindingService findings;
    private final JournalService journal;
    private final ChainStore chain;
    private final FactStore facts;
    private final Operator operator;
    private final DatabaseClient client;
    private final TransactionalOperator transaction;

    private String name = "";
    private String a = "";
    private String b = "";
    private long first;

    WalkIT(
            WalkService walk,
            Watch watch,
            WatchService looks,
            FindingService findings,
            JournalService journal,
            ChainStore chain,
            FactStore facts,
            Operator operator,
            DatabaseClient client,
            TransactionalOperator transaction) {
        this.walk = walk;
        this.watch = watch;
        this.looks = looks;
        this.findings = findings;
        this.journal = journal;
        this.chain = chain;
        this.facts = facts;
        this.operator = operator;
        this.client = client;
        this.transaction = transaction;
    }

    /// Three blocks: one entry, two, and one.
    @BeforeEach
    void keepBooks() {
        name = "walk-" + RUN.incrementAndGet();
        String core = "core:" + name + ":clearing";
        a = "wallet:" + name + "-1:available";
        b = "wallet:" + name + "-2:available";
        decide(
                open(StepId.first("test:" + name, "open"), core(name), wallet(name + "-1"), wallet(name + "-2")),
                post("exchange:" + name, leg(core, a, 100)));
        first = one("select block_number from shard");
        decide(
                post("payment:" + name + "-1", leg(a, b, 60)),
                post("payment:" + name + "-2", leg(b, a, 5), leg(a, b, 1)));
        decide(post("payment:" + name + "-3", leg(a, b, 7)));
    }

    private void decide(LedgerRequest... requests) {
        journal.decide(List.of(requests)).block();
    }

    private long one(String sql) {
        return requireNonNull(client.sql(sql)
                .map(row -> requireNonNull(row.get(0, Long.class)))
                .one()
                .block());
    }

    @Test
    void findsNothingInSoundBooks() {
        Walked walked = requireNonNull(walk.walk(1, 1_000, List.of()).block());

        assertThat(walked.finding()).isEmpty();
        assertThat(walked.to()).isEqualTo(walked.length()).isGreaterThanOrEqualTo(first + 2);
        inVain(watch.run()
                .then(findings.findings(Long.MAX_VALUE, 10))
                .doOnNext(page -> assertThat(page.findings()).isEmpty()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ENTRY_ALTERED    | 1 | update journal set amount_fen = amount_fen + 1 where business_id = 'payment:$-1'
            ENTRY_ALTERED    | 1 | update journal set credit_account = (select id from account where address = 'core:$:clearing') where business_id = 'payment:$-1'
            ENTRY_ALTERED    | 1 | update journal set accounting_date = accounting_date - 1 where business_id = 'payment:$-2'
            ENTRY_ALTERED    | 1 | update journal set kind = 'HOLD' where business_id = 'payment:$-1'
            ENTRY_ALTERED    | 1 | delete from journal where business_id = 'payment:$-2' and leg_no = 2
            ENTRY_ALTERED    | 1 | delete from outcome where business_id = 'payment:$-1'; update journal set amount_fen = 9 where business_id = 'payment:$-1'
            ENTRY_MISSING    | 1 | delete from journal where business_id = 'payment:$-1'
            ENTRY_MISSING    | 1 | delete from journal where business_id = 'payment:$-2'
            ENTRY_MISSING    | 2 | delete from journal where business_id = 'payment:$-3'
            ENTRY_MOVED      | 1 | update journal set height = height + 500000 where business_id = 'payment:$-1'; update journal set height = height - 1 where business_id = 'payment:$-2'; update journal set height = height - 499999 where business_id = 'payment:$-1'
            BALANCE_AFTER    |   | update journal set debit_balance_fen = debit_balance_fen + 1 where business_id = 'payment:$-1'
            BALANCE_AFTER    |   | update journal set credit_balance_fen = 0 where business_id = 'payment:$-3'
            ACCOUNT_COUNTERS |   | update account set credits_posted = credits_posted + 1 where address = 'wallet:$-2:available'
            BLOCK_MISSING    | 1 | delete from block where number = # + 1
            BLOCK_MISSING    | 2 | delete from block where number = # + 2
            BLOCK_MISSING    | 1 | update block set last = last + 1000000 where number = # + 1
            BLOCK_SIGNATURE  | 1 | update block set signature = (select signature from block where number = #) where number = # + 1
            BLOCK_SIGNATURE  | 1 | update block set header = regexp_replace(header, 'entries .{64}', concat('entries ', repeat('0', 64))) where number = # + 1
            BLOCK_KEY        | 1 | update block set header = concat(substring(header for strpos(header, 'key ') + 3), repeat('k', 43), chr(10)) where number = # + 1
            BLOCK_KEY        | 1 | update block set header = replace(header, 'ledger test-1', 'ledger other') where number = # + 1
            BLOCK_MISSING    |   | update block set header = 'nonsense' where number = # + 1
            BLOCK_TREE       | 1 | update block_node set hash = decode(repeat('00', 32), 'hex') where level = 0 and index = #
            BLOCK_TREE       | 2 | delete from block_node where level = 0 and index = # + 1
            """)
    void namesWhatWasAltered(Kind kind, @Nullable Long offset, String tampering) {
        var found = walkedAfter(alter(tampering), List.of());

        assertThat(found.map(Finding::kind)).contains(kind);
        if (offset != null) {
            assertThat(found.flatMap(Finding::block)).contains(first + offset);
        }
    }

    private Mono<Void> alter(String tampering) {
        return Flux.fromArray(tampering.split(";", -1))
                .map(sql -> sql.replace("$", name).replace("#", Long.toString(first)))
                .concatMap(sql -> client.sql(sql)
                        .fetch()
                        .rowsUpdated()
                        .doOnNext(rows -> assertThat(rows).as(sql).isPositive()))
                .then();
    }

    private Optional<Finding> walkedAfter(Mono<Void> tampering, List<String> checkpoints) {
        var found = new AtomicReference<Optional<Finding>>();
        inVain(tampering
                .then(Mono.defer(() -> walk.walk(first, 100, checkpoints)))
                .doOnNext(walked -> found.set(walked.finding())));
        return requireNonNull(found.get());
    }

    /// Who has the key as well can close one block again, and is given away by the next.
    @Test
    void noticesABlockThatWasClosedAgain() {
        var forger = new Forger(chain, facts, operator, client);
        String earlier = "update journal set accounting_date = accounting_date - 1 where business_id = 'payment:$-1'";

        var found = walkedAfter(alter(earlier).then(forger.rewrite(first + 1, first + 1)), List.of());

        assertThat(found.map(Finding::kind)).contains(Kind.BLOCK_LINK);
        assertThat(found.flatMap(Finding::block)).contains(first + 2);
    }

    /// Who closes all of them again is given away by any header that was published before, and by nothing else.
    @Test
    void noticesAChainThatWasWrittenAnewBeforeAPublishedCheckpoint() {
        String published = Long.toString(first + 2) + ":"
                + Forger.hash(requireNonNull(chain.block(first + 2).block()));
        String earlier = "update journal set accounting_date = accounting_date - 1 where business_id = 'payment:$-1'";

        var alone = walkedAfter(
                alter(earlier).then(new Forger(chain, facts, operator, client).rewrite(first + 1, first + 2)),
                List.of());
        var withCheckpoint = walkedAfter(
                alter(earlier).then(new Forger(chain, facts, operator, client).rewrite(first + 1, first + 2)),
                List.of(published));

        assertThat(alone).isEmpty();
        assertThat(withCheckpoint.map(Finding::kind)).contains(Kind.CHECKPOINT);
        assertThat(walkedAfter(Mono.empty(), List.of(published))).isEmpty();
    }

    @Test
    void putsAWrongAccountIntoQuarantineUntilTwoPeopleLetItOut() {
        String wrong = "update account set credits_posted = credits_posted + 1, debits_posted = debits_posted + 1"
                + " where address = 'wallet:$-2:available'";
        String right = wrong.replace("+", "-");

        inVain(watch.run()
                .then(alter(wrong))
                .then(watch.run())
                .then(watch.run())
                .then(says("q1", post("payment:" + name + "-q1", leg(a, b, 1)), "ACCOUNT_QUARANTINED"))
                .then(newest())
                .doOnNext(view -> {
                    assertThat(view.finding().kind()).isEqualTo(Kind.ACCOUNT_COUNTERS);
                    assertThat(view.finding().address()).contains(b);
                    assertThat(view.settledAt()).isEmpty();
                })
                .flatMap(view -> alter(right)
                        .then(findings.release(view.number(), "release-1", "Restored", clerk("first")))
                        .doOnNext(once -> assertThat(once.settledAt()).isEmpty())
                        .then(findings.release(view.number(), "release-2", "Restored", clerk("first")))
                        .doOnNext(same -> assertThat(same.settledAt()).isEmpty())
                        .then(says("q2", post("payment:" + name + "-q2", leg(a, b, 1)), "ACCOUNT_QUARANTINED"))
                        .then(findings.release(view.number(), "release-3", "Checked", clerk("second")))
                        .doOnNext(twice -> {
                            assertThat(twice.settledAt()).isPresent();
                            assertThat(twice.releasedBy()).containsExactly("first", "second");
                        }))
                .then(says("q3", post("payment:" + name + "-q3", leg(a, b, 1)), "posted"))
                .then(watch.run())
                .then(findings.findings(Long.MAX_VALUE, 10))
                .doOnNext(page -> assertThat(page.findings()).hasSize(1)));
    }

    /// By itself, in what nobody has counted yet.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1 | update journal set debit_balance_fen = debit_balance_fen + 1 where business_id = 'payment:$-q1' and leg_no = 1
            2 | update journal set credit_balance_fen = 0 where business_id = 'payment:$-q1' and leg_no = 1
            1 | update journal set credit_balance_fen = 0 where business_id = 'payment:$-q1' and leg_no = 2
            """)
    void putsAnAccountIntoQuarantineOfWhichALegTellsAnotherBalance(int wallet, String tampering) {
        inVain(watch.run()
                .then(journal.decide(List.of(post("payment:" + name + "-q1", leg(a, b, 2), leg(b, a, 1)))))
                .then(alter(tampering))
                .then(watch.run())
                .then(newest())
                .doOnNext(view -> {
                    assertThat(view.finding().kind()).isEqualTo(Kind.BALANCE_AFTER);
                    assertThat(view.finding().address()).contains("wallet:" + name + "-" + wallet + ":available");
                })
                .then(says("q2", post("payment:" + name + "-q2", leg(a, b, 1)), "ACCOUNT_QUARANTINED")));
    }

    /// A leg is counted once; whoever dies right after that has lost nothing.
    @Test
    void writesDownWhatItFindsWithTheCountAndActsOnItLater() {
        inVain(watch.run()
                .then(journal.decide(List.of(post("payment:" + name + "-q1", leg(a, b, 2)))))
                .then(alter("update journal set credit_balance_fen = 0 where business_id = 'payment:$-q1'"))
                .then(looks.look())
                .doOnNext(behind -> assertThat(behind).isZero())
                .then(newest())
                .doOnNext(view -> {
                    assertThat(view.finding().kind()).isEqualTo(Kind.BALANCE_AFTER);
                    assertThat(view.finding().address()).contains(b);
                })
                .then(says("q2", post("payment:" + name + "-q2", leg(a, b, 1)), "posted"))
                .then(watch.run())
                .then(says("q3", post("payment:" + name + "-q3", leg(a, b, 1)), "ACCOUNT_QUARANTINED")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            TRIAL_BALANCE | update account set credits_posted = credits_posted + 1 where address = 'wallet:$-2:available'
            ENTRY_MISSING | delete from journal where business_id = 'payment:$-3'
            """)
    void stopsTheShardUntilTwoPeopleLetItGoOn(Kind kind, String tampering) {
        var number = new AtomicReference<Long>();
        inVain(alter("update audit_progress set block = #")
                .then(alter(tampering))
                .then(watch.run())
                .then(journal.decide(List.of(post("payment:" + name + "-s", leg(a, b, 1))))
                        .as(stopped -> failsWith(stopped)))
                .then(findings.findings(Long.MAX_VALUE, 10))
                .doOnNext(page -> {
                    assertThat(page.stopped()).isTrue();
                    number.set(page.findings().stream()
                            .filter(view -> view.finding().kind() == kind)
                            .findFirst()
                            .orElseThrow()
                            .number());
                })
                .then(Mono.defer(
                        () -> findings.release(requireNonNull(number.get()), "release-1", "a", clerk("first"))))
                .then(findings.findings(Long.MAX_VALUE, 10))
                .doOnNext(page -> assertThat(page.stopped()).isTrue())
                .then(Mono.defer(
                        () -> findings.release(requireNonNull(number.get()), "release-1", "b", clerk("second"))))
                .then(findings.findings(Long.MAX_VALUE, 10))
                .doOnNext(page -> assertThat(page.stopped()).isFalse()));
    }

    private static Mono<Void> failsWith(Mono<Void> stopped) {
        return stopped.materialize()
                .doOnNext(signal -> assertThat(signal.getThrowable()).isInstanceOf(TransientDataAccessException.class))
                .then();
    }

    @Test
    void tellsAReleaseWithAnIdThatWasUsedForSomethingElse() {
        inVain(watch.run()
                .then(alter("update account set credits_posted = credits_posted + 1, debits_posted = debits_posted + 1"
                        + " where address in ('wallet:$-1:available', 'wallet:$-2:available')"))
                .then(watch.run())
                .then(findings.findings(Long.MAX_VALUE, 2))
                .flatMap(page -> {
                    long one = page.findings().getFirst().number();
                    long other = page.findings().getLast().number();
                    return findings.release(one, "release-1", "a", clerk("first"))
                            .then(findings.release(one, "release-1", "a", clerk("first")))
                            .doOnNext(again -> assertThat(again.releasedBy()).containsExactly("first"))
                            .then(refused(findings.release(one, "release-1", "b", clerk("first")), "/note"))
                            .then(refused(findings.release(other, "release-1", "a", clerk("first")), "/number"));
                }));
    }

    private static Mono<Void> refused(Mono<?> release, String pointer) {
        return release.materialize()
                .doOnNext(signal -> assertThat(signal.getThrowable())
                        .isInstanceOfSatisfying(
                                Problem.class,
                                problem -> assertThat(
                                                problem.errors().getFirst().pointer())
                                        .isEqualTo(pointer)))
                .then();
    }

    private Mono<FindingView> newest() {
        return findings.findings(Long.MAX_VALUE, 1).map(page -> page.findings().getFirst());
    }

    private Mono<Void> says(String step, LedgerRequest request, String word) {
        return journal.decide(List.of(request))
                .then(client.sql("select answer from outcome where business_id = :id")
                        .bind("id", request.id().businessId())
                        .map(row -> requireNonNull(row.get("answer", String.class)))
                        .one())
                .doOnNext(answer -> assertThat(answer).as(step).contains(word))
                .then();
    }

    private static Caller clerk(String party) {
        return new Caller(party, Set.of(Role.OPERATOR), Set.of(), Optional.empty());
    }

    private void inVain(Mono<?> work) {
        transaction
                .execute(status -> {
                    status.setRollbackOnly();
                    return work;
                })
                .blockLast();
    }
}

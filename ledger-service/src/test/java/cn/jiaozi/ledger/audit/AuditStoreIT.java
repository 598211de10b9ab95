package cn.jiaozi.ledger.audit;

import static cn.jiaozi.ledger.LedgerFixture.capture;
import static cn.jiaozi.ledger.LedgerFixture.close;
import static cn.jiaozi.ledger.LedgerFixture.core;
import static cn.jiaozi.ledger.LedgerFixture.hold;
import static cn.jiaozi.ledger.LedgerFixture.leg;
import static cn.jiaozi.ledger.LedgerFixture.open;
import static cn.jiaozi.ledger.LedgerFixture.post;
import static cn.jiaozi.ledger.LedgerFixture.reverse;
import static cn.jiaozi.ledger.LedgerFixture.wallet;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.ledger.journal.JournalService;
import cn.jiaozi.testkit.ServiceTest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpStatus;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.context.TestConstructor;
import org.springframework.transaction.reactive.TransactionalOperator;

/// Each invariant notices the tampering that it is there for. What a test alters is rolled back.
@ServiceTest
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
class AuditStoreIT {
    private final AuditStore audit;
    private final AuditService service;
    private final JournalService journal;
    private final DatabaseClient client;
    private final TransactionalOperator transaction;

    AuditStoreIT(
            AuditStore audit,
            AuditService service,
            JournalService journal,
            DatabaseClient client,
            TransactionalOperator transaction) {
        this.audit = audit;
        this.service = service;
        this.journal = journal;
        this.client = client;
        this.transaction = transaction;
    }

    @BeforeEach
    void keepBooks() {
        String core = "core:audit:clearing";
        String a = "wallet:audit-1:available";
        String b = "wallet:audit-2:available";
        journal.decide(List.of(
                        open(
                                StepId.first("test:audit", "open"),
                                core("audit"),
                                wallet("audit-1"),
                                wallet("audit-2"),
                                wallet("audit-3")),
                        new LedgerRequest.SetCap(
                                StepId.first("test:audit", "cap"), "wallet:audit-2", Optional.of(70L), 1),
                        post("exchange:audit-1", leg(core, a, 100)),
                        post("payment:audit-1", leg(a, b, 60)),
                        hold("payment:audit-2", leg(a, b, 10)),
                        hold("redeem:audit-1", leg(a, core, 5)),
                        capture("redeem:audit-1"),
                        post("payment:audit-3", leg(a, "wallet:audit-3:available", 1)),
                        reverse("payment:audit-3"),
                        close("audit-3")))
                .block();
    }

    @Test
    void findsNothingInSoundBooks() {
        var all = requireNonNull(service.invariants().block());
        var trial = requireNonNull(service.trialBalance().block());

        assertThat(all.ok()).as(all.toString()).isTrue();
        assertThat(all.invariants()).hasSize(13);
        assertThat(trial.balanced()).isTrue();
        assertThat(trial.differenceFen()).isZero();
        assertThat(trial.rows())
                .filteredOn(row -> row.branchCode().equals("audit"))
                .singleElement()
                .satisfies(row -> assertThat(row.balanceFen()).isEqualTo(95));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            entries-whole               | update journal set leg_no = 2 where business_id = 'payment:audit-1'
            entries-whole               | update journal set debit_account = 9999999 where business_id = 'payment:audit-1'
            sum-zero                    | update account set credits_posted = credits_posted + 1 where address = 'wallet:audit-1:available'
            balances-are-sums-of-entries | update account set credits_posted = credits_posted + 1, debits_posted = debits_posted + 1 where address = 'wallet:audit-1:available'
            balances-are-sums-of-entries | update journal set amount_fen = amount_fen + 1 where business_id = 'payment:audit-1'
            histories-run               | update journal set debit_balance_fen = debit_balance_fen + 1 where business_id = 'payment:audit-1'
            floors-kept                 | update account set floor_fen = 26, constrained_height = 0 where address = 'wallet:audit-1:available'
            caps-kept                   | update account set cap_fen = 69, constrained_height = 0 where address = 'wallet:audit-2:available'
            caps-kept                   | update cap_group set cap_fen = 69 where name = 'wallet:audit-2'
            posted-once-per-step        | update journal set business_id = 'payment:audit-1' where business_id = 'exchange:audit-1'
            heights-without-gaps        | update shard set height = height + 1
            heights-without-gaps        | delete from journal where business_id = 'payment:audit-1'
            holds-are-pending-counters  | update account set debits_pending = debits_pending + 1 where address = 'wallet:audit-1:available'
            holds-are-pending-counters  | update hold set state = 'CAPTURED', ended_height = height where business_id = 'payment:audit-2'
            holds-are-pending-counters  | delete from hold where business_id = 'payment:audit-2'
            groups-know-their-members   | update cap_group set members = members + 1 where name = 'wallet:audit-2'
            holds-are-pending-counters  | update journal set amount_fen = amount_fen + 1 where business_id = 'redeem:audit-1' and kind = 'CAPTURE'
            holds-are-pending-counters  | update hold set state = 'EXPIRED' where business_id = 'redeem:audit-1'
            reversed-once-and-whole     | delete from reversal
            reversed-once-and-whole     | insert into reversal values (1)
            reversed-once-and-whole     | update journal set amount_fen = amount_fen + 1 where business_id = 'payment:audit-3' and kind = 'POST'
            closed-accounts-empty       | update account set closed_height = 1 where address = 'wallet:audit-2:available'
            closed-accounts-empty       | update account set closed_height = 0 where address = 'wallet:audit-3:available'
            outcomes-match-entries      | delete from outcome where business_id = 'payment:audit-1'
            """)
    void namesWhatWasAltered(String invariant, String tampering) {
        var found = client.sql(tampering)
                .fetch()
                .rowsUpdated()
                .doOnNext(rows -> assertThat(rows).isPositive())
                .then(audit.invariants().collectList())
                .as(mono -> transaction.execute(status -> {
                    status.setRollbackOnly();
                    return mono;
                }))
                .blockLast();

        assertThat(requireNonNull(found))
                .filteredOn(checked -> !checked.ok())
                .extracting(Invariant::name)
                .contains(invariant);
    }

    @Test
    void refusesATrialBalanceOfABlockWhoseDayIsArchivedInPart() {
        client.sql("delete from journal where height < (select height from shard)")
                .then()
                .then(client.sql("select block_number from shard")
                        .map(row -> requireNonNull(row.get("block_number", Long.class)))
                        .one())
                .flatMap(service::trialBalanceOfBlock)
                .materialize()
                .doOnNext(answer -> assertThat(answer.getThrowable())
                        .isInstanceOfSatisfying(
                                Problem.class,
                                problem -> assertThat(problem.status()).isEqualTo(HttpStatus.NOT_FOUND)))
                .as(work -> transaction.execute(status -> {
                    status.setRollbackOnly();
                    return work;
                }))
                .blockLast();
    }

    @Test
    void allowsAFloorAboveTheBalanceAndACapBelowIt() {
        var found = client.sql("update account set floor_fen = 1000, constrained_height = (select height from shard)")
                .then()
                .then(client.sql("update cap_group set cap_fen = 1, capped_height = (select height from shard)")
                        .then())
                .then(audit.invariants().collectList())
                .as(mono -> transaction.execute(status -> {
                    status.setRollbackOnly();
                    return mono;
                }))
                .blockLast();

        assertThat(requireNonNull(found)).allMatch(Invariant::ok);
    }
}

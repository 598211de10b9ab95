package cn.jiaozi.ledger.journal;

import static cn.jiaozi.ledger.LedgerFixture.NOON;
import static cn.jiaozi.ledger.LedgerFixture.hold;
import static cn.jiaozi.ledger.LedgerFixture.leg;
import static cn.jiaozi.ledger.LedgerFixture.post;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.testkit.ServiceTest;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.context.TestConstructor;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/// A batch of any size finds its rows by their keys and never reads a table whole. All of it is rolled back.
@ServiceTest
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
class PlanIT {
    private static final int ACCOUNTS = 100_000;

    private final JournalService journal;
    private final DatabaseClient client;
    private final TransactionalOperator transaction;

    PlanIT(JournalService journal, DatabaseClient client, TransactionalOperator transaction) {
        this.journal = journal;
        this.client = client;
        this.transaction = transaction;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 100, 500, 1_000})
    void readsNoTableWhole(int size) {
        transaction
                .execute(status -> {
                    status.setRollbackOnly();
                    return manyAccounts()
                            .then(wholeReads())
                            .flatMap(before -> journal.decide(posts(size))
                                    .then(Mono.defer(() -> journal.decide(captures(size))))
                                    .then(wholeReads())
                                    .doOnNext(after -> assertThat(after).isEqualTo(before)));
                })
                .blockLast();
    }

    private static List<LedgerRequest> posts(int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> i % 2 == 0
                        ? post("payment:plan-" + i, leg(address(i * 7), address(i * 7 + 1), 1))
                        : hold("payment:plan-" + i, leg(address(i * 7), address(i * 7 + 1), 1)))
                .toList();
    }

    private static List<LedgerRequest> captures(int size) {
        return IntStream.range(0, size)
                .<LedgerRequest>mapToObj(i -> i % 2 == 0
                        ? new LedgerRequest.ReverseEntry(
                                StepId.first("payment:plan-" + i, "reverse"),
                                StepId.first("payment:plan-" + i, "post"),
                                NOON,
                                NOON)
                        : new LedgerRequest.CaptureHold(
                                StepId.first("payment:plan-" + i, "capture"),
                                StepId.first("payment:plan-" + i, "hold")))
                .toList();
    }

    private static String address(int n) {
        return "wallet:plan-" + n + ":available";
    }

    /// As they are in a ledger of some size, with one group each and a history.
    private Mono<Void> manyAccounts() {
        return sql("""
                        insert into cap_group (id, name, cap_fen, version, capped_height, members)
                        select 1000000 + n, 'wallet:plan-' || n, 1000000, 1, 0, 1 from generate_series(0, :accounts) n
                        """)
                .then(sql("""
                        insert into account (
                            id, address, subject, operator, branch_code, owner, group_id, floor_fen, debit_frozen,
                            credit_frozen, constraint_version, constrained_height, opened_at, debits_posted,
                            credits_posted, debits_pending, credits_pending)
                        select 1000000 + n, 'wallet:plan-' || n || ':available', 'WALLET', '102', '0200', 'p', 1000000 + n,
                            0, false, false, -1, 0, now(), 0, 100, 0, 0
                        from generate_series(0, :accounts) n
                        """))
                .then(sql("""
                        insert into outcome (business_id, step, attempt, kind, height, request, answer, decided_at)
                        select 'history:' || n, 'post', 1, 'REJECTED', null, '', '', now()
                        from generate_series(0, :accounts) n
                        """))
                .then(sql("""
                        insert into hold (height, business_id, step, attempt, state, ended_height)
                        select 5000000 + n, 'history:' || n, 'hold', 1, 'VOIDED', 1 from generate_series(0, :accounts) n
                        """))
                .then(sql("""
                        insert into journal (
                            height, leg_no, kind, tx_type, debit_account, credit_account, amount_fen, may_exceed_cap,
                            debit_balance_fen, credit_balance_fen, business_id, step, attempt, payer_operator,
                            payee_operator, branch_code, requested_at, authorized_at, accounting_date, at)
                        select 5000000 + n, 1, 'POST', 'P2P', 1000000 + n, 1000001 + n, 1, false, 0, 0, 'history:' || n,
                            'post', 1, '102', '102', '0200', now(), now(), current_date, now()
                        from generate_series(0, :accounts) n
                        """))
                .then(client.sql("update shard set account_count = 2000000, group_count = 2000000")
                        .then())
                .then(client.sql("analyze account, cap_group, outcome, hold, journal")
                        .then());
    }

    private Mono<Void> sql(String text) {
        return client.sql(text).bind("accounts", ACCOUNTS).then();
    }

    /// How often this connection has read a large table from one end to the other since it last reported so, which may
    /// have been before this transaction.
    private Mono<Map<String, Long>> wholeReads() {
        return client.sql("""
                        select relname::text as name, seq_scan from pg_stat_xact_user_tables
                        where relname in ('account', 'cap_group', 'outcome', 'hold', 'journal_0')
                        """)
                .map(row -> Map.entry(
                        requireNonNull(row.get("name", String.class)), requireNonNull(row.get("seq_scan", Long.class))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }
}

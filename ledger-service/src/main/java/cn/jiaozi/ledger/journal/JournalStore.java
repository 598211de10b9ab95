package cn.jiaozi.ledger.journal;

import static java.util.Objects.requireNonNull;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.chassis.Json;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.ledger.chain.ChainStore;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// The shard, the outcomes and the journal.
@Component
class JournalStore {
    private final DatabaseClient client;

    private record Row(Entry entry, Entry.Transfer transfer) {}

    /// What was once announced of an entry.
    record Told(long height, String businessId, String answer) {}

    JournalStore(DatabaseClient client) {
        this.client = client;
    }

    /// A statement of its own: what is read after it is read in a later snapshot, behind the writer before.
    ///
    /// @return an error of the world while the shard is stopped, so that whoever asks waits and asks again
    Mono<Shard> lockShard() {
        return client.sql("""
                        select height, accounting_date, account_count, group_count, block_number, block_hash, frontier,
                            stamp, stopped, set_config('jiaozi.batch', 'on', true)
                        from shard
                        for update
                        """)
                .map(row -> new Locked(requireNonNull(row.get("stopped", Boolean.class)), shard(row)))
                .one()
                .flatMap(locked -> locked.stopped() ? Mono.error(new ShardStopped()) : Mono.just(locked.shard()));
    }

    private record Locked(boolean stopped, Shard shard) {}

    private static Shard shard(Readable row) {
        return new Shard(
                requireNonNull(row.get("height", Long.class)),
                requireNonNull(row.get("accounting_date", LocalDate.class)),
                requireNonNull(row.get("account_count", Long.class)),
                requireNonNull(row.get("group_count", Long.class)),
                ChainStore.end(row),
                requireNonNull(row.get("stamp", Long.class)));
    }

    /// All attempts of the steps that are asked for.
    Mono<List<Outcome>> outcomes(Collection<StepId> ids) {
        return client.sql("""
                        select request, answer
                        from outcome
                        join (select distinct * from unnest(:business_id, :step)) as asked (business_id, step)
                            using (business_id, step)
                        """)
                .bind("business_id", Columns.text(ids, StepId::businessId))
                .bind("step", Columns.text(ids, StepId::step))
                .map(row -> new Outcome(
                        Json.read(requireNonNull(row.get("request", String.class)), LedgerRequest.class),
                        Json.read(requireNonNull(row.get("answer", String.class)), LedgerEvent.class)))
                .all()
                .collectList();
    }

    /// The legs of all entries and the head of the order, in one statement. Where the accounting date moves, it records
    /// the day that ends, and those that nobody worked on, before the entries of this batch.
    Mono<Void> append(Shard shard, List<Entry> entries, Instant at) {
        var rows = new ArrayList<Row>(entries.size());
        for (var entry : entries) {
            entry.transfers().forEach(transfer -> rows.add(new Row(entry, transfer)));
        }
        return bindTransfers(bindEntries(client.sql("""
                        with appended as (
                            insert into journal (
                                height, leg_no, kind, tx_type, debit_account, credit_account, amount_fen,
                                may_exceed_cap, debit_balance_fen, credit_balance_fen, business_id, step, attempt,
                                payer_operator, payee_operator, branch_code, requested_at, authorized_at, ref_height,
                                accounting_date, at)
                            select j.*, :accounting_date, :at
                            from unnest(
                                :height, :leg_no, :kind, :tx_type, :debit_account, :credit_account, :amount_fen,
                                :may_exceed_cap, :debit_balance_fen, :credit_balance_fen, :business_id, :step,
                                :attempt, :payer_operator, :payee_operator, :branch_code, :requested_at,
                                :authorized_at, :ref_height) as j
                        ), cut as (
                            insert into accounting_day (
                                accounting_date, last_height, last_block, cut_at, counted_height)
                            select s.accounting_date + n, s.height, s.block_number, :at, case n
                                when 0 then (select coalesce(max(last_height), 0) from accounting_day)
                                else s.height end
                            from shard s
                            cross join generate_series(0, :accounting_date - s.accounting_date - 1) as n
                            where s.height > 0
                        )
                        update shard set
                            height = :shard_height,
                            accounting_date = :accounting_date,
                            account_count = :account_count,
                            group_count = :group_count,
                            stamp = :stamp
                        """), rows), rows)
                .bind("at", at)
                .bind("shard_height", shard.height())
                .bind("accounting_date", shard.accountingDate())
                .bind("account_count", shard.accountCount())
                .bind("group_count", shard.groupCount())
                .bind("stamp", shard.stamp())
                .then();
    }

    /// The last height at or before a moment.
    Mono<Long> heightAt(Instant moment) {
        return client.sql("select height_at(:moment) as height")
                .bind("moment", moment)
                .map(row -> requireNonNull(row.get("height", Long.class)))
                .one();
    }

    /// What was said of the next entries, as it was said, in the order of their heights.
    Mono<List<Told>> told(long after, int atMost) {
        return client.sql("""
                        select j.height, o.business_id, o.answer
                        from journal j
                        join outcome o using (business_id, step, attempt)
                        where j.height > :after and j.leg_no = 1
                        order by j.height
                        limit :at_most
                        """)
                .bind("after", after)
                .bind("at_most", atMost)
                .map(row -> new Told(
                        requireNonNull(row.get("height", Long.class)),
                        requireNonNull(row.get("business_id", String.class)),
                        requireNonNull(row.get("answer", String.class))))
                .all()
                .collectList();
    }

    /// Partitions for the heights to come. Attaching an empty one keeps no writer waiting.
    Mono<Void> addPartitions() {
        return client.sql("select add_journal_partitions(height) from shard").then();
    }

    private static DatabaseClient.GenericExecuteSpec bindEntries(
            DatabaseClient.GenericExecuteSpec statement, List<Row> rows) {
        return statement
                .bind("height", Columns.longs(rows, row -> row.entry().height()))
                .bind("kind", Columns.text(rows, row -> row.entry().kind().name()))
                .bind(
                        "tx_type",
                        Columns.text(rows, row -> row.entry().content().txType().name()))
                .bind("business_id", Columns.text(rows, row -> row.entry().id().businessId()))
                .bind("step", Columns.text(rows, row -> row.entry().id().step()))
                .bind("attempt", Columns.ints(rows, row -> row.entry().id().attempt()))
                .bind(
                        "payer_operator",
                        Columns.text(rows, row -> row.entry().content().payerOperator()))
                .bind(
                        "payee_operator",
                        Columns.text(rows, row -> row.entry().content().payeeOperator()))
                .bind(
                        "branch_code",
                        Columns.text(rows, row -> row.entry().content().branchCode()))
                .bind(
                        "requested_at",
                        Columns.instants(rows, row -> row.entry().content().requestedAt()))
                .bind(
                        "authorized_at",
                        Columns.instants(rows, row -> row.entry().content().authorizedAt()))
                .bind(
                        "ref_height",
                        Columns.longs(rows, row -> row.entry().refHeight().orElse(null)));
    }

    private static DatabaseClient.GenericExecuteSpec bindTransfers(
            DatabaseClient.GenericExecuteSpec statement, List<Row> rows) {
        return statement
                .bind("leg_no", Columns.ints(rows, row -> row.transfer().legNo()))
                .bind("debit_account", Columns.longs(rows, row -> row.transfer().debitAccount()))
                .bind(
                        "credit_account",
                        Columns.longs(rows, row -> row.transfer().creditAccount()))
                .bind("amount_fen", Columns.longs(rows, row -> row.transfer().amountFen()))
                .bind(
                        "may_exceed_cap",
                        Columns.booleans(rows, row -> row.transfer().mayExceedCap()))
                .bind(
                        "debit_balance_fen",
                        Columns.longs(rows, row -> row.transfer().debitBalanceFen()))
                .bind(
                        "credit_balance_fen",
                        Columns.longs(rows, row -> row.transfer().creditBalanceFen()));
    }

    Mono<Void> remember(List<Said> said, Instant decidedAt) {
        if (said.isEmpty()) {
            return Mono.empty();
        }
        var outcomes = said.stream().map(Said::outcome).toList();
        return client.sql("""
                        insert into outcome (
                            business_id, step, attempt, kind, height, request, answer, decided_at)
                        select business_id, step, attempt, kind, height, request, answer, :decided_at
                        from rows from (
                            unnest(:business_id, :step, :attempt, :kind, :height),
                            string_to_table(:requests, E'\n'),
                            string_to_table(:answers, E'\n'))
                            as o (business_id, step, attempt, kind, height, request, answer)
                        """)
                .bind("decided_at", decidedAt)
                .bind(
                        "business_id",
                        Columns.text(outcomes, outcome -> outcome.request().id().businessId()))
                .bind(
                        "step",
                        Columns.text(outcomes, outcome -> outcome.request().id().step()))
                .bind(
                        "attempt",
                        Columns.ints(outcomes, outcome -> outcome.request().id().attempt()))
                .bind("kind", Columns.text(outcomes, Outcome::kind))
                .bind(
                        "height",
                        Columns.longs(outcomes, outcome -> outcome.height().orElse(null)))
                .bind("requests", Columns.lines(outcomes, outcome -> Json.write(outcome.request())))
                .bind("answers", Columns.lines(said, Said::answer))
                .then();
    }
}

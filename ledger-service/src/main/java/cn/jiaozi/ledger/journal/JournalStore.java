package cn.jiaozi.ledger.journal;

import static java.util.Objects.requireNonNull;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.chassis.Json;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.ledger.journal.Entry.Line;
import cn.jiaozi.ledger.journal.Entry.Transfer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// The shard, the outcomes and the journal.
@Component
class JournalStore {
    private final DatabaseClient client;

    private record AtHeight<T>(long height, T row) {}

    JournalStore(DatabaseClient client) {
        this.client = client;
    }

    /// A statement of its own: what is read after it is read in a later snapshot, behind the writer before.
    Mono<Shard> lockShard() {
        return client.sql("select height, accounting_date, account_count, group_count from shard for update")
                .map(row -> new Shard(
                        requireNonNull(row.get("height", Long.class)),
                        requireNonNull(row.get("accounting_date", LocalDate.class)),
                        requireNonNull(row.get("account_count", Long.class)),
                        requireNonNull(row.get("group_count", Long.class))))
                .one();
    }

    /// All attempts of the steps that are asked for.
    Mono<List<Outcome>> outcomes(Collection<StepId> ids) {
        return client.sql("""
                        select request::text as request, answer::text as answer
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

    /// Entries, legs, lines and the head of the order, in one statement.
    Mono<Void> append(Shard shard, List<Entry> entries) {
        var transfers = entries.stream()
                .flatMap(entry -> entry.transfers().stream().map(leg -> new AtHeight<>(entry.height(), leg)))
                .toList();
        var lines = entries.stream()
                .flatMap(entry -> entry.lines().stream().map(line -> new AtHeight<>(entry.height(), line)))
                .toList();
        var statement = client.sql("""
                        with entered as (
                            insert into entry (
                                height, business_id, step, attempt, kind, tx_type, payer_operator, payee_operator,
                                branch_code, requested_at, authorized_at, hold_height, accounting_date, at)
                            select e.*, :accounting_date, :at
                            from unnest(
                                :height, :business_id, :step, :attempt, :kind, :tx_type, :payer_operator,
                                :payee_operator, :branch_code, :requested_at, :authorized_at, :hold_height) as e
                        ), transferred as (
                            insert into transfer (
                                height, leg_no, debit_account, credit_account, amount_fen, may_exceed_cap)
                            select * from unnest(
                                :leg_height, :leg_no, :debit_account, :credit_account, :amount_fen, :may_exceed_cap)
                        ), lined as (
                            insert into account_line (
                                account_id, height, leg_no, side, amount_fen, balance_after_fen)
                            select * from unnest(
                                :line_account, :line_height, :line_leg_no, :side, :line_fen, :balance_after_fen)
                        )
                        update shard set
                            height = :shard_height,
                            accounting_date = :accounting_date,
                            account_count = :account_count,
                            group_count = :group_count
                        """);
        statement = bindEntries(statement, entries);
        statement = bindTransfers(statement, transfers);
        statement = bindLines(statement, lines);
        return statement
                .bind(
                        "at",
                        entries.isEmpty() ? Instant.EPOCH : entries.getFirst().at())
                .bind("shard_height", shard.height())
                .bind("accounting_date", shard.accountingDate())
                .bind("account_count", shard.accountCount())
                .bind("group_count", shard.groupCount())
                .then();
    }

    private static DatabaseClient.GenericExecuteSpec bindEntries(
            DatabaseClient.GenericExecuteSpec statement, List<Entry> entries) {
        return statement
                .bind("height", Columns.longs(entries, Entry::height))
                .bind("business_id", Columns.text(entries, entry -> entry.id().businessId()))
                .bind("step", Columns.text(entries, entry -> entry.id().step()))
                .bind("attempt", Columns.ints(entries, entry -> entry.id().attempt()))
                .bind("kind", Columns.text(entries, entry -> entry.kind().name()))
                .bind(
                        "tx_type",
                        Columns.text(entries, entry -> entry.content().txType().name()))
                .bind(
                        "payer_operator",
                        Columns.text(entries, entry -> entry.content().payerOperator()))
                .bind(
                        "payee_operator",
                        Columns.text(entries, entry -> entry.content().payeeOperator()))
                .bind(
                        "branch_code",
                        Columns.text(entries, entry -> entry.content().branchCode()))
                .bind(
                        "requested_at",
                        Columns.instants(entries, entry -> entry.content().requestedAt()))
                .bind(
                        "authorized_at",
                        Columns.instants(entries, entry -> entry.content().authorizedAt()))
                .bind(
                        "hold_height",
                        Columns.longs(entries, entry -> entry.holdHeight().orElse(null)));
    }

    private static DatabaseClient.GenericExecuteSpec bindTransfers(
            DatabaseClient.GenericExecuteSpec statement, List<AtHeight<Transfer>> transfers) {
        return statement
                .bind("leg_height", Columns.longs(transfers, AtHeight::height))
                .bind("leg_no", Columns.ints(transfers, leg -> leg.row().legNo()))
                .bind("debit_account", Columns.longs(transfers, leg -> leg.row().debitAccount()))
                .bind(
                        "credit_account",
                        Columns.longs(transfers, leg -> leg.row().creditAccount()))
                .bind("amount_fen", Columns.longs(transfers, leg -> leg.row().amountFen()))
                .bind(
                        "may_exceed_cap",
                        Columns.booleans(transfers, leg -> leg.row().mayExceedCap()));
    }

    private static DatabaseClient.GenericExecuteSpec bindLines(
            DatabaseClient.GenericExecuteSpec statement, List<AtHeight<Line>> lines) {
        return statement
                .bind("line_account", Columns.longs(lines, line -> line.row().accountId()))
                .bind("line_height", Columns.longs(lines, AtHeight::height))
                .bind("line_leg_no", Columns.ints(lines, line -> line.row().legNo()))
                .bind("side", Columns.text(lines, line -> line.row().side().name()))
                .bind("line_fen", Columns.longs(lines, line -> line.row().amountFen()))
                .bind(
                        "balance_after_fen",
                        Columns.longs(lines, line -> line.row().balanceAfterFen()));
    }

    Mono<Void> remember(List<Outcome> outcomes, Instant decidedAt) {
        if (outcomes.isEmpty()) {
            return Mono.empty();
        }
        return client.sql("""
                        insert into outcome (
                            business_id, step, attempt, kind, height, request, answer, decided_at)
                        select business_id, step, attempt, kind, height, request::jsonb, answer::jsonb, :decided_at
                        from unnest(:business_id, :step, :attempt, :kind, :height, :request, :answer)
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
                .bind("request", Columns.text(outcomes, outcome -> Json.write(outcome.request())))
                .bind("answer", Columns.text(outcomes, outcome -> Json.write(outcome.answer())))
                .then();
    }
}

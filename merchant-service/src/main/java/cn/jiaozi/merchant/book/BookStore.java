package cn.jiaozi.merchant.book;

import static java.util.Objects.requireNonNull;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.contracts.LedgerDay;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class BookStore {
    private final DatabaseClient client;

    BookStore(DatabaseClient client) {
        this.client = client;
    }

    Mono<Void> addDays(Collection<LocalDate> days) {
        return client.sql("select add_book_days(:days)")
                .bind("days", Columns.dates(days, day -> day))
                .then();
    }

    /// What is here already was told twice.
    Mono<Void> keepLegs(List<Line> lines) {
        return client.sql("""
                        insert into book_leg (accounting_date, shard, height, leg_no, kind, tx_type, business_id, step,
                                              debit, credit, amount_fen, debit_balance_fen, credit_balance_fen, at)
                        select * from unnest(:accounting_date, :shard, :height, :leg_no, :kind, :tx_type,
                                             :business_id, :step, :debit, :credit, :amount_fen, :debit_balance_fen,
                                             :credit_balance_fen, :at)
                        order by 1, 2, 3, 4
                        on conflict do nothing
                        """)
                .bind("accounting_date", Columns.dates(lines, Line::on))
                .bind("shard", Columns.ints(lines, Line::shard))
                .bind("height", Columns.longs(lines, line -> line.entry().height()))
                .bind("leg_no", Columns.ints(lines, Line::legNo))
                .bind("kind", Columns.text(lines, line -> line.kind().name()))
                .bind(
                        "tx_type",
                        Columns.text(lines, line -> line.entry().txType().name()))
                .bind("business_id", Columns.text(lines, line -> line.id().businessId()))
                .bind("step", Columns.text(lines, line -> line.id().step()))
                .bind("debit", Columns.text(lines, line -> line.leg().debit()))
                .bind("credit", Columns.text(lines, line -> line.leg().credit()))
                .bind("amount_fen", Columns.longs(lines, line -> line.leg().amountFen()))
                .bind(
                        "debit_balance_fen",
                        Columns.longs(
                                lines, line -> line.leg().debitBalanceFen().orElse(null)))
                .bind(
                        "credit_balance_fen",
                        Columns.longs(
                                lines, line -> line.leg().creditBalanceFen().orElse(null)))
                .bind("at", Columns.instants(lines, line -> line.entry().at()))
                .then();
    }

    Mono<Void> keepHolds(List<Line> lines) {
        return client.sql("""
                        insert into book_hold (accounting_date, shard, height)
                        select distinct * from unnest(:accounting_date, :shard, :height)
                        order by 1, 2, 3
                        on conflict do nothing
                        """)
                .bind("accounting_date", Columns.dates(lines, Line::on))
                .bind("shard", Columns.ints(lines, Line::shard))
                .bind("height", Columns.longs(lines, line -> line.entry().height()))
                .then();
    }

    Mono<Void> keepEndings(List<Ending> endings) {
        return client.sql("""
                        insert into book_payment (accounting_date, business_id, tx_type, state, amount_fen, reason, at)
                        select * from unnest(:accounting_date, :business_id, :tx_type, :state, :amount_fen, :reason, :at)
                        order by 1, 2
                        on conflict do nothing
                        """)
                .bind("accounting_date", Columns.dates(endings, Ending::on))
                .bind("business_id", Columns.text(endings, Ending::businessId))
                .bind("tx_type", Columns.text(endings, ending -> ending.txType().name()))
                .bind("state", Columns.text(endings, ending -> ending.state().name()))
                .bind(
                        "amount_fen",
                        Columns.longs(endings, ending -> ending.amountFen().orElse(null)))
                .bind(
                        "reason",
                        Columns.text(
                                endings,
                                ending -> ending.reason().map(Enum::name).orElse(null)))
                .bind("at", Columns.instants(endings, Ending::at))
                .then();
    }

    Mono<Void> keepDays(List<LedgerDay> days) {
        return client.sql("""
                        insert into book_day (shard, accounting_date, after_height, last_height, last_block, posted_fen,
                                              closed_at)
                        select * from unnest(:shard, :accounting_date, :after_height, :last_height, :last_block,
                                             :posted_fen, :closed_at)
                        order by 1, 2
                        on conflict do nothing
                        """)
                .bind("shard", Columns.ints(days, LedgerDay::shard))
                .bind("accounting_date", Columns.dates(days, LedgerDay::date))
                .bind("after_height", Columns.longs(days, LedgerDay::afterHeight))
                .bind("last_height", Columns.longs(days, LedgerDay::lastHeight))
                .bind("last_block", Columns.longs(days, LedgerDay::lastBlock))
                .bind("posted_fen", Columns.longs(days, LedgerDay::postedFen))
                .bind("closed_at", Columns.instants(days, LedgerDay::closedAt))
                .then();
    }

    /// The day after the newest that a shard has closed; none before the first.
    Mono<LocalDate> dayAfterClosed() {
        return client.sql("select max(accounting_date) + 1 as day from book_day having count(*) > 0")
                .map(row -> requireNonNull(row.get("day", LocalDate.class)))
                .one();
    }

    /// Closed days that are not complete, the oldest first; locked, so that one instance looks at each.
    Mono<List<ClosedDay>> incomplete(int atMost) {
        return client.sql("""
                        select shard, accounting_date
                        from book_day
                        where complete_at is null
                        order by accounting_date, shard
                        limit :at_most
                        for update skip locked
                        """)
                .bind("at_most", atMost)
                .map(row -> new ClosedDay(
                        requireNonNull(row.get("shard", Integer.class)),
                        requireNonNull(row.get("accounting_date", LocalDate.class))))
                .all()
                .collectList();
    }

    Mono<Found> found(ClosedDay day) {
        return client.sql("""
                        select d.last_height - d.after_height as heights, d.posted_fen as counted_fen,
                            l.entries + (
                                select count(*) from book_hold h
                                where h.accounting_date = :date and h.shard = :shard) as entries,
                            l.posted_fen
                        from book_day d
                        cross join (
                            select count(*) filter (where leg_no = 1) as entries,
                                coalesce(sum(amount_fen), 0)::bigint as posted_fen
                            from book_leg
                            where accounting_date = :date and shard = :shard) l
                        where d.accounting_date = :date and d.shard = :shard
                        """)
                .bind("date", day.date())
                .bind("shard", day.shard())
                .map(row -> new Found(
                        requireNonNull(row.get("entries", Long.class)),
                        requireNonNull(row.get("heights", Long.class)),
                        requireNonNull(row.get("posted_fen", Long.class)),
                        requireNonNull(row.get("counted_fen", Long.class))))
                .one();
    }

    Mono<Void> complete(ClosedDay day, Instant at) {
        return client.sql("""
                        update book_day set complete_at = :at
                        where accounting_date = :date and shard = :shard and complete_at is null
                        """)
                .bind("at", at)
                .bind("date", day.date())
                .bind("shard", day.shard())
                .then();
    }
}

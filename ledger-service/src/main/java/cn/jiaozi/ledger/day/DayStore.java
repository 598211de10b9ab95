package cn.jiaozi.ledger.day;

import static java.util.Objects.requireNonNull;

import cn.jiaozi.contracts.LedgerDay;
import cn.jiaozi.contracts.Subject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Days, and what is counted of them. Nothing here takes the shard's lock.
@Component
class DayStore {
    private final DatabaseClient client;

    DayStore(DatabaseClient client) {
        this.client = client;
    }

    /// The oldest day that is not closed. None where another instance has it at this moment: days are closed in order.
    Mono<Day> lockOldest() {
        return client.sql("""
                        select d.accounting_date, d.counted_height, d.last_height, s.height, (
                                select min(account_id) from day_leg where account_id > d.counted_account) as account_id
                        from accounting_day d
                        cross join shard s
                        where d.closed_at is null and d.accounting_date = (
                            select min(accounting_date) from accounting_day where closed_at is null)
                        for update of d skip locked
                        """)
                .map(row -> new Day(
                        requireNonNull(row.get("accounting_date", LocalDate.class)),
                        requireNonNull(row.get("counted_height", Long.class)),
                        requireNonNull(row.get("last_height", Long.class)),
                        Optional.ofNullable(row.get("account_id", Long.class)),
                        requireNonNull(row.get("height", Long.class))))
                .one();
    }

    /// Sums what some entries moved, by account.
    Mono<Void> countEntries(LocalDate date, long after, long upto) {
        return client.sql("""
                        with leg as materialized (
                            select debit_account, credit_account, amount_fen
                            from journal
                            where height > :after and height <= :upto and kind in ('POST', 'CAPTURE', 'REVERSE')
                        ), moved as (
                            insert into day_leg (account_id, debits_fen, credits_fen, debit_legs, credit_legs)
                            select account_id, coalesce(sum(debit_fen), 0), coalesce(sum(credit_fen), 0),
                                count(debit_fen), count(credit_fen)
                            from (
                                select debit_account as account_id, amount_fen as debit_fen,
                                    null::bigint as credit_fen
                                from leg
                                union all
                                select credit_account, null, amount_fen from leg) side
                            group by account_id
                            order by account_id
                        )
                        update accounting_day set
                            counted_height = :upto,
                            posted_fen = posted_fen + (select coalesce(sum(amount_fen), 0) from leg)
                        where accounting_date = :date
                        """)
                .bind("date", date)
                .bind("after", after)
                .bind("upto", upto)
                .then();
    }

    /// Writes the balances of some accounts, and adds them up. What an account had before is in its newest row of an
    /// earlier day, so nothing that moves is read.
    Mono<Void> countAccounts(LocalDate date, long from, long upto) {
        return client.sql("""
                        with moved as materialized (
                            select account_id, sum(debits_fen)::bigint as debits_fen,
                                sum(credits_fen)::bigint as credits_fen, sum(debit_legs) as debit_legs,
                                sum(credit_legs) as credit_legs
                            from day_leg
                            where account_id between :from and :upto
                            group by account_id
                            order by account_id
                        ), balanced as (
                            insert into day_balance (
                                account_id, accounting_date, debits_fen, credits_fen, day_debits_fen, day_credits_fen)
                            select m.account_id, :date, coalesce(b.debits_fen, 0) + m.debits_fen,
                                coalesce(b.credits_fen, 0) + m.credits_fen, m.debits_fen, m.credits_fen
                            from moved m
                            left join lateral (
                                select debits_fen, credits_fen
                                from day_balance
                                where account_id = m.account_id and accounting_date < :date
                                order by accounting_date desc
                                limit 1
                            ) b on true
                        ), tried as (
                            insert into day_trial (
                                accounting_date, branch_code, subject, operator, debits_fen, credits_fen, debit_legs,
                                credit_legs)
                            select :date, a.branch_code, a.subject, a.operator, sum(m.debits_fen), sum(m.credits_fen),
                                sum(m.debit_legs), sum(m.credit_legs)
                            from moved m
                            join account a on a.id = m.account_id and a.id between :from and :upto
                            group by a.branch_code, a.subject, a.operator
                            on conflict (accounting_date, branch_code, subject, operator) do update set
                                debits_fen = day_trial.debits_fen + excluded.debits_fen,
                                credits_fen = day_trial.credits_fen + excluded.credits_fen,
                                debit_legs = day_trial.debit_legs + excluded.debit_legs,
                                credit_legs = day_trial.credit_legs + excluded.credit_legs
                        )
                        update accounting_day set counted_account = :upto where accounting_date = :date
                        """)
                .bind("date", date)
                .bind("from", from)
                .bind("upto", upto)
                .then();
    }

    /// What the day before has left is what this one begins with.
    Mono<Void> carryOver(LocalDate date) {
        return client.sql("""
                        insert into day_trial (
                            accounting_date, branch_code, subject, operator, opening_debits_fen, opening_credits_fen,
                            debits_fen, credits_fen, debit_legs, credit_legs)
                        select :date, branch_code, subject, operator, closing_debits_fen, closing_credits_fen, 0, 0, 0, 0
                        from day_trial
                        where accounting_date = (
                            select max(accounting_date) from accounting_day where accounting_date < :date)
                        on conflict (accounting_date, branch_code, subject, operator) do update set
                            opening_debits_fen = excluded.opening_debits_fen,
                            opening_credits_fen = excluded.opening_credits_fen
                        """).bind("date", date).then();
    }

    Mono<Day.Sums> sums(LocalDate date) {
        return client.sql("""
                        select coalesce(sum(t.debits_fen), 0)::bigint as debits_fen,
                            coalesce(sum(t.credits_fen), 0)::bigint as credits_fen,
                            d.posted_fen,
                            coalesce(sum(t.closing_debits_fen), 0)::bigint as closing_debits_fen,
                            coalesce(sum(t.closing_credits_fen), 0)::bigint as closing_credits_fen
                        from accounting_day d
                        left join day_trial t using (accounting_date)
                        where d.accounting_date = :date
                        group by d.posted_fen
                        """)
                .bind("date", date)
                .map(row -> new Day.Sums(
                        requireNonNull(row.get("debits_fen", Long.class)),
                        requireNonNull(row.get("credits_fen", Long.class)),
                        requireNonNull(row.get("posted_fen", Long.class)),
                        requireNonNull(row.get("closing_debits_fen", Long.class)),
                        requireNonNull(row.get("closing_credits_fen", Long.class))))
                .one();
    }

    Mono<Void> close(LocalDate date, Instant at) {
        return client.sql("update accounting_day set closed_at = :at where accounting_date = :date")
                .bind("at", at)
                .bind("date", date)
                .then()
                .then(client.sql("truncate day_leg").then());
    }

    /// Closed days after a date, in order, as others are told of them.
    Mono<List<LedgerDay>> closedAfter(LocalDate after, int shard, int atMost) {
        return client.sql("""
                        select d.accounting_date, d.last_height, d.last_block, d.posted_fen, d.closed_at,
                            coalesce((select max(b.last_height) from accounting_day b
                                where b.accounting_date < d.accounting_date), 0) as after_height
                        from accounting_day d
                        where d.accounting_date > :after and d.closed_at is not null
                        order by d.accounting_date
                        limit :at_most
                        """)
                .bind("after", after)
                .bind("at_most", atMost)
                .map(row -> new LedgerDay(
                        shard,
                        requireNonNull(row.get("accounting_date", LocalDate.class)),
                        requireNonNull(row.get("after_height", Long.class)),
                        requireNonNull(row.get("last_height", Long.class)),
                        requireNonNull(row.get("last_block", Long.class)),
                        requireNonNull(row.get("posted_fen", Long.class)),
                        requireNonNull(row.get("closed_at", Instant.class))))
                .all()
                .collectList();
    }

    /// The day on which entries are made.
    Mono<LocalDate> current() {
        return client.sql("select accounting_date from shard")
                .map(row -> requireNonNull(row.get("accounting_date", LocalDate.class)))
                .one();
    }

    Mono<Void> cutBy(LocalDate date, String who) {
        return client.sql("update accounting_day set cut_by = :who where accounting_date = :date and closed_at is null")
                .bind("who", who)
                .bind("date", date)
                .then();
    }

    Mono<AccountingDay> find(LocalDate date) {
        return client.sql("""
                        select accounting_date, last_height, last_block, cut_at, cut_by, closed_at
                        from accounting_day
                        where accounting_date = :date
                        union all
                        select accounting_date, null, null, null, null, null
                        from shard
                        where accounting_date = :date
                        """)
                .bind("date", date)
                .map(row -> {
                    var cutAt = Optional.ofNullable(row.get("cut_at", Instant.class));
                    var closedAt = Optional.ofNullable(row.get("closed_at", Instant.class));
                    return new AccountingDay(
                            requireNonNull(row.get("accounting_date", LocalDate.class)),
                            closedAt.isPresent()
                                    ? AccountingDay.State.CLOSED
                                    : cutAt.isPresent() ? AccountingDay.State.CUT : AccountingDay.State.OPEN,
                            Optional.ofNullable(row.get("last_height", Long.class)),
                            Optional.ofNullable(row.get("last_block", Long.class)),
                            cutAt,
                            Optional.ofNullable(row.get("cut_by", String.class)),
                            closedAt);
                })
                .one();
    }

    Mono<Boolean> isClosed(LocalDate date) {
        return client.sql("select true from accounting_day where accounting_date = :date and closed_at is not null")
                .bind("date", date)
                .map(_ -> true)
                .one()
                .defaultIfEmpty(false);
    }

    /// What moved on a closed day, by branch and subject.
    Flux<Turnover> turnovers(LocalDate date) {
        return client.sql("""
                        select branch_code, subject, sum(debits_fen)::bigint as debits_fen,
                            sum(credits_fen)::bigint as credits_fen, sum(debit_legs)::bigint as debit_legs,
                            sum(credit_legs)::bigint as credit_legs
                        from day_trial
                        where accounting_date = :date
                        group by branch_code, subject
                        """)
                .bind("date", date)
                .map(row -> new Turnover(
                        requireNonNull(row.get("branch_code", String.class)),
                        Subject.valueOf(requireNonNull(row.get("subject", String.class))),
                        requireNonNull(row.get("debits_fen", Long.class)),
                        requireNonNull(row.get("credits_fen", Long.class)),
                        requireNonNull(row.get("debit_legs", Long.class)),
                        requireNonNull(row.get("credit_legs", Long.class))))
                .all();
    }
}

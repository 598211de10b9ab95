package cn.jiaozi.ledger.audit;

import static java.util.Objects.requireNonNull;

import cn.jiaozi.contracts.Subject;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Counts over the tables, without trusting what the journal's code believes.
@Component
class AuditStore {
    private final DatabaseClient client;

    AuditStore(DatabaseClient client) {
        this.client = client;
    }

    Mono<TrialBalance.Head> head() {
        return client.sql("select height, accounting_date from shard")
                .map(row -> new TrialBalance.Head(
                        requireNonNull(row.get("height", Long.class)),
                        requireNonNull(row.get("accounting_date", LocalDate.class))))
                .one();
    }

    /// The end of a block.
    Mono<TrialBalance.PastHead> headOfBlock(long number) {
        return client.sql("""
                        select j.height, j.accounting_date, j.at + interval '1 microsecond' as opened_before, coalesce((
                            select max(last_height) from accounting_day
                            where closed_at is not null and last_height <= j.height), 0) as counted
                        from block b
                        join journal j on j.height = b.last and j.leg_no = 1
                        where b.number = :number
                        """).bind("number", number).map(AuditStore::pastHead).one();
    }

    /// The end of a closed day.
    Mono<TrialBalance.PastHead> headOfDay(LocalDate date) {
        return client.sql("""
                        select last_height as height, accounting_date, cut_at as opened_before, last_height as counted
                        from accounting_day
                        where accounting_date = :date and closed_at is not null
                        """).bind("date", date).map(AuditStore::pastHead).one();
    }

    /// Whether all legs after what was counted are kept here.
    Mono<Boolean> keeps(TrialBalance.PastHead past) {
        return client.sql("select :height = :counted or first_height() <= :counted + 1 as kept")
                .bind("height", past.head().height())
                .bind("counted", past.counted())
                .map(row -> requireNonNull(row.get("kept", Boolean.class)))
                .one();
    }

    /// The trial balance of the last day that was closed before, and the legs since then: nothing that moves is in it.
    Flux<TrialBalance.Row> rows(TrialBalance.PastHead past) {
        return client.sql("""
                        with leg as (
                            select debit_account, credit_account, amount_fen
                            from journal
                            where height > :counted and height <= :height and kind in ('POST', 'CAPTURE', 'REVERSE')
                        ), moved as (
                            select account_id, sum(debit_fen) as debits_fen, sum(credit_fen) as credits_fen
                            from (
                                select debit_account as account_id, amount_fen as debit_fen, 0 as credit_fen from leg
                                union all
                                select credit_account, 0, amount_fen from leg) side
                            group by account_id
                        ), summed as (
                            select subject, operator, branch_code, sum(debits_fen) as debits_fen,
                                sum(credits_fen) as credits_fen
                            from (
                                select subject, operator, branch_code, closing_debits_fen as debits_fen,
                                    closing_credits_fen as credits_fen
                                from day_trial
                                where accounting_date = (
                                    select max(accounting_date) from accounting_day
                                    where closed_at is not null and last_height = :counted
                                        and accounting_date <= :accounting_date)
                                union all
                                select a.subject, a.operator, a.branch_code, m.debits_fen, m.credits_fen
                                from moved m
                                join account a on a.id = m.account_id) part
                            group by subject, operator, branch_code
                        ), opened as (
                            select subject, operator, branch_code, count(*) as accounts
                            from account
                            where opened_at < :opened_before
                            group by subject, operator, branch_code
                        )
                        select subject, operator, branch_code, coalesce(o.accounts, 0) as accounts,
                            coalesce(s.debits_fen, 0)::bigint as debits_fen,
                            coalesce(s.credits_fen, 0)::bigint as credits_fen
                        from opened o
                        full join summed s using (subject, operator, branch_code)
                        order by subject, operator, branch_code
                        """)
                .bind("counted", past.counted())
                .bind("height", past.head().height())
                .bind("accounting_date", past.head().accountingDate())
                .bind("opened_before", past.openedBefore())
                .map(AuditStore::row)
                .all();
    }

    private static TrialBalance.PastHead pastHead(Readable row) {
        return new TrialBalance.PastHead(
                new TrialBalance.Head(
                        requireNonNull(row.get("height", Long.class)),
                        requireNonNull(row.get("accounting_date", LocalDate.class))),
                requireNonNull(row.get("opened_before", Instant.class)),
                requireNonNull(row.get("counted", Long.class)));
    }

    private static TrialBalance.Row row(Readable row) {
        return TrialBalance.Row.of(
                Subject.valueOf(requireNonNull(row.get("subject", String.class))),
                requireNonNull(row.get("operator", String.class)),
                requireNonNull(row.get("branch_code", String.class)),
                requireNonNull(row.get("accounts", Long.class)),
                requireNonNull(row.get("debits_fen", Long.class)),
                requireNonNull(row.get("credits_fen", Long.class)));
    }

    Flux<TrialBalance.Row> rows() {
        return client.sql("""
                        select subject, operator, branch_code, count(*) as accounts,
                            sum(debits_posted)::bigint as debits_fen, sum(credits_posted)::bigint as credits_fen
                        from account
                        group by subject, operator, branch_code
                        order by subject, operator, branch_code
                        """).map(AuditStore::row).all();
    }

    /// One statement, and so one snapshot.
    ///
    /// A floor is broken when less than it is available although something was taken out since it was set.
    /// A cap is broken when the group holds more although the last thing that raised it since then was bound
    /// by the cap; what a posted leg moves within the group raises nothing. What stands on debits is always
    /// bound by its own cap.
    Flux<Invariant> invariants() {
        return client.sql("""
                        with leg as (
                            select height, leg_no, amount_fen, may_exceed_cap, kind, 'DEBIT' as side,
                                debit_account as account_id, credit_account as other_id
                            from journal
                            union all
                            select height, leg_no, amount_fen, may_exceed_cap, kind, 'CREDIT', credit_account,
                                debit_account
                            from journal
                        ), raise as (
                            select id, case when stands_on_debit(subject) then 'DEBIT' else 'CREDIT' end as side
                            from account
                        ), posted as (
                            select account_id, side, sum(amount_fen) as fen
                            from leg where kind in ('POST', 'CAPTURE', 'REVERSE')
                            group by account_id, side
                        ), pending as (
                            select l.account_id, l.side, sum(l.amount_fen) as fen
                            from leg l join hold h on h.height = l.height and h.state = 'PENDING'
                            group by l.account_id, l.side
                        ), standing as (
                            select a.*, r.side as raised_by,
                                case r.side when 'DEBIT' then a.debits_posted - a.credits_posted
                                    else a.credits_posted - a.debits_posted end as balance,
                                case r.side when 'DEBIT' then a.debits_pending else a.credits_pending end as pending_in,
                                case r.side when 'DEBIT' then a.credits_pending else a.debits_pending end as pending_out
                            from account a join raise r using (id)
                        ), lowered as (
                            select l.account_id, max(l.height) as height
                            from leg l join raise r on r.id = l.account_id
                            where l.side <> r.side and l.kind in ('POST', 'HOLD', 'REVERSE')
                            group by l.account_id
                        ), raised as (
                            select s.id, s.group_id, o.group_id as other_group_id, l.height, l.leg_no, l.kind,
                                l.may_exceed_cap
                            from leg l
                            join standing s on s.id = l.account_id
                            join account o on o.id = l.other_id
                            where l.side = s.raised_by and l.kind in ('POST', 'HOLD', 'REVERSE')
                        ), account_raised as (
                            select distinct on (id) id, height, may_exceed_cap
                            from raised order by id, height desc, leg_no desc
                        ), group_raised as (
                            select distinct on (group_id) group_id, height, may_exceed_cap
                            from raised
                            where group_id is not null
                                and (kind = 'HOLD' or other_group_id is distinct from group_id)
                            order by group_id, height desc, leg_no desc
                        )
                        select 1 as n, 'entries-whole' as name, (
                            select count(*) from (
                                select height from journal group by height
                                having count(*) <> max(leg_no) or count(distinct (kind, business_id, step, attempt)) > 1
                                union all
                                select l.height from leg l
                                where not exists (select from account a where a.id = l.account_id)) v) as violations
                        union all select 2, 'sum-zero', (
                            select count(*) from (select from account
                                having coalesce(sum(debits_posted), 0) <> coalesce(sum(credits_posted), 0)) v)
                        union all select 3, 'balances-are-sums-of-entries', (
                            select count(*) from account a
                            left join posted d on d.account_id = a.id and d.side = 'DEBIT'
                            left join posted c on c.account_id = a.id and c.side = 'CREDIT'
                            where a.debits_posted <> coalesce(d.fen, 0) or a.credits_posted <> coalesce(c.fen, 0))
                        union all select 4, 'histories-run', (
                            select count(*) from (
                                select l.balance_after_fen, sum(case when l.side = r.side
                                        then l.amount_fen else -l.amount_fen end)
                                    over (partition by l.account_id order by l.height, l.leg_no) as run
                                from account_line l left join raise r on r.id = l.account_id) v
                            where v.run is distinct from v.balance_after_fen)
                        union all select 5, 'floors-kept', (
                            select count(*) from standing s join lowered l on l.account_id = s.id
                            where s.balance - s.pending_out < s.floor_fen and l.height > s.constrained_height)
                        union all select 6, 'caps-kept', (
                            select count(*) from cap_group g join group_raised l on l.group_id = g.id
                            join (select group_id, sum(balance + pending_in) as used from standing group by group_id)
                                m on m.group_id = g.id
                            where m.used > g.cap_fen and l.height > g.capped_height and not l.may_exceed_cap)
                            + (select count(*) from standing s join account_raised l on l.id = s.id
                            where s.balance + s.pending_in > s.cap_fen and l.height > s.constrained_height
                                and (s.raised_by = 'DEBIT' or not l.may_exceed_cap))
                        union all select 7, 'posted-once-per-step', (
                            select count(*) from (select from entry group by business_id, step having count(*) > 1) v)
                            + (select count(*) from (select from outcome where kind <> 'REJECTED'
                                group by business_id, step having count(*) > 1) v)
                        union all select 8, 'heights-without-gaps', (
                            select count(*) from shard s
                            where s.height <> (select count(*) from entry)
                                or s.height <> (select coalesce(max(height), 0) from entry))
                        union all select 9, 'holds-are-pending-counters', (
                            select count(*) from (
                                select a.id from account a
                                left join pending d on d.account_id = a.id and d.side = 'DEBIT'
                                left join pending c on c.account_id = a.id and c.side = 'CREDIT'
                                where a.debits_pending <> coalesce(d.fen, 0) or a.credits_pending <> coalesce(c.fen, 0)
                                union all
                                select e.height from entry e full join hold h on h.height = e.height
                                where (e.kind = 'HOLD') is distinct from (h.height is not null)
                                    and (e.kind = 'HOLD' or h.height is not null)
                                union all
                                select h.height from hold h
                                left join entry e on e.ref_height = h.height and e.kind <> 'REVERSE'
                                where h.state <> case e.kind when 'CAPTURE' then 'CAPTURED' when 'VOID' then 'VOIDED'
                                        when 'EXPIRE' then 'EXPIRED' else 'PENDING' end
                                    or h.ended_height is distinct from e.height
                                union all
                                select c.height from journal c
                                where c.kind in ('CAPTURE', 'VOID', 'EXPIRE') and not exists (
                                    select from journal h
                                    where h.height = c.ref_height and h.debit_account = c.debit_account
                                        and h.credit_account = c.credit_account and h.amount_fen >= c.amount_fen)) v)
                        union all select 10, 'groups-know-their-members', (
                            select count(*) from cap_group g
                            where g.members <> (select count(*) from account a where a.group_id = g.id))
                        union all select 11, 'outcomes-match-entries', (
                            select count(*) from (
                                select height, business_id, step, attempt from outcome where height is not null
                                except select height, business_id, step, attempt from entry) v)
                            + (select count(*) from (
                                select height, business_id, step, attempt from entry
                                except select height, business_id, step, attempt from outcome) v)
                        union all select 12, 'reversed-once-and-whole', (
                            select count(*) from (
                                select r.height from reversal r full join (
                                    select ref_height, count(*) as times from entry where kind = 'REVERSE'
                                    group by ref_height) e on e.ref_height = r.height
                                where e.times is distinct from 1 or r.height is null
                                union all
                                select o.height
                                from reversal v
                                join journal o on o.height = v.height
                                full join (select j.* from journal j where j.kind = 'REVERSE') r
                                    on r.ref_height = o.height and r.debit_account = o.credit_account
                                    and r.credit_account = o.debit_account and r.amount_fen = o.amount_fen
                                where r.height is null or o.height is null) v)
                        union all select 13, 'closed-accounts-empty', (
                            select count(*) from standing s
                            where s.closed_height is not null and (
                                s.balance <> 0 or s.pending_in <> 0 or s.pending_out <> 0
                                or exists (select from journal j
                                    where j.debit_account = s.id and j.height > s.closed_height)
                                or exists (select from journal j
                                    where j.credit_account = s.id and j.height > s.closed_height)))
                        order by n
                        """)
                .map(row -> Invariant.of(
                        requireNonNull(row.get("name", String.class)),
                        requireNonNull(row.get("violations", Long.class))))
                .all();
    }
}

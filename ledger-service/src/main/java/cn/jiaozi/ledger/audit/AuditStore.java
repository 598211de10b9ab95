package cn.jiaozi.ledger.audit;

import static java.util.Objects.requireNonNull;

import cn.jiaozi.contracts.Subject;
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

    Flux<TrialBalance.Row> rows() {
        return client.sql("""
                        select subject, operator, branch_code, count(*) as accounts,
                            sum(debits_posted)::bigint as debits_fen, sum(credits_posted)::bigint as credits_fen
                        from account
                        group by subject, operator, branch_code
                        order by subject, operator, branch_code
                        """)
                .map(row -> TrialBalance.Row.of(
                        Subject.valueOf(requireNonNull(row.get("subject", String.class))),
                        requireNonNull(row.get("operator", String.class)),
                        requireNonNull(row.get("branch_code", String.class)),
                        requireNonNull(row.get("accounts", Long.class)),
                        requireNonNull(row.get("debits_fen", Long.class)),
                        requireNonNull(row.get("credits_fen", Long.class))))
                .all();
    }

    /// One statement, and so one snapshot.
    ///
    /// A floor is broken when less than it is available although something was taken out since it was set.
    /// A cap is broken when the group holds more although the last thing that raised it since then was bound
    /// by the cap; what a posted leg moves within the group raises nothing.
    Flux<Invariant> invariants() {
        return client.sql("""
                        with leg as (
                            select t.height, t.leg_no, t.amount_fen, t.may_exceed_cap, e.kind, 'DEBIT' as side,
                                t.debit_account as account_id, t.credit_account as other_id
                            from transfer t join entry e using (height)
                            union all
                            select t.height, t.leg_no, t.amount_fen, t.may_exceed_cap, e.kind, 'CREDIT',
                                t.credit_account, t.debit_account
                            from transfer t join entry e using (height)
                        ), raise as (
                            select id, case when subject = 'CORE_CLEARING' then 'DEBIT' else 'CREDIT' end as side
                            from account
                        ), moved as (
                            select account_id, side,
                                coalesce(sum(amount_fen) filter (where kind in ('POST', 'CAPTURE')), 0) as posted,
                                coalesce(sum(amount_fen) filter (where kind = 'HOLD'), 0)
                                    - coalesce(sum(amount_fen) filter (where kind in ('CAPTURE', 'VOID')), 0) as pending
                            from leg
                            group by account_id, side
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
                            where l.side <> r.side and l.kind in ('POST', 'HOLD')
                            group by l.account_id
                        ), raised as (
                            select distinct on (s.group_id) s.group_id, l.height, l.may_exceed_cap
                            from leg l
                            join standing s on s.id = l.account_id
                            join account o on o.id = l.other_id
                            where s.group_id is not null and l.side = s.raised_by
                                and (l.kind = 'HOLD' or l.kind = 'POST' and o.group_id is distinct from s.group_id)
                            order by s.group_id, l.height desc, l.leg_no desc
                        )
                        select 1 as n, 'entries-balance' as name, (
                            select count(*) from (
                                select height from leg where kind in ('POST', 'CAPTURE')
                                group by height
                                having sum(case side when 'DEBIT' then amount_fen else -amount_fen end) <> 0
                                union all
                                select e.height from entry e
                                where not exists (select from transfer t where t.height = e.height)
                                union all
                                select t.height from transfer t
                                where not exists (select from entry e where e.height = t.height)
                                union all
                                select l.height from leg l
                                where l.kind in ('POST', 'CAPTURE') and not exists (
                                    select from account_line x
                                    where x.account_id = l.account_id and x.height = l.height
                                        and x.leg_no = l.leg_no and x.side = l.side and x.amount_fen = l.amount_fen)
                            ) v) as violations
                        union all select 2, 'sum-zero', (
                            select count(*) from (select from account
                                having coalesce(sum(debits_posted), 0) <> coalesce(sum(credits_posted), 0)) v)
                        union all select 3, 'balances-are-sums-of-entries', (
                            select count(*) from account a
                            left join moved d on d.account_id = a.id and d.side = 'DEBIT'
                            left join moved c on c.account_id = a.id and c.side = 'CREDIT'
                            where a.debits_posted <> coalesce(d.posted, 0) or a.credits_posted <> coalesce(c.posted, 0))
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
                            select count(*) from cap_group g join raised l on l.group_id = g.id
                            where g.used_fen > g.cap_fen and l.height > g.capped_height and not l.may_exceed_cap)
                        union all select 7, 'posted-once-per-step', (
                            select count(*) from (select from entry group by business_id, step having count(*) > 1) v)
                        union all select 8, 'heights-without-gaps', (
                            select count(*) from shard s
                            where s.height <> (select count(*) from entry)
                                or s.height <> (select coalesce(max(height), 0) from entry))
                        union all select 9, 'holds-are-pending-counters', (
                            select count(*) from (
                                select a.id from account a
                                left join moved d on d.account_id = a.id and d.side = 'DEBIT'
                                left join moved c on c.account_id = a.id and c.side = 'CREDIT'
                                where a.debits_pending <> coalesce(d.pending, 0)
                                    or a.credits_pending <> coalesce(c.pending, 0)
                                union all
                                select e.height from entry e full join hold h on h.height = e.height
                                where (e.kind = 'HOLD') is distinct from (h.height is not null)
                                    and (e.kind = 'HOLD' or h.height is not null)
                                union all
                                select h.height from hold h left join entry e on e.hold_height = h.height
                                where h.state <> case e.kind when 'CAPTURE' then 'CAPTURED' when 'VOID' then 'VOIDED'
                                        else 'PENDING' end
                                    or h.ended_height is distinct from e.height) v)
                        union all select 10, 'group-sums', (
                            select count(*) from cap_group g
                            left join (
                                select group_id, sum(balance + pending_in) as used from standing group by group_id
                            ) m on m.group_id = g.id
                            where g.used_fen <> coalesce(m.used, 0))
                        union all select 11, 'outcomes-match-entries', (
                            select count(*) from (
                                select height, business_id, step, attempt from outcome where height is not null
                                except select height, business_id, step, attempt from entry) v)
                            + (select count(*) from (
                                select height, business_id, step, attempt from entry
                                except select height, business_id, step, attempt from outcome) v)
                        order by n
                        """)
                .map(row -> Invariant.of(
                        requireNonNull(row.get("name", String.class)),
                        requireNonNull(row.get("violations", Long.class))))
                .all();
    }
}

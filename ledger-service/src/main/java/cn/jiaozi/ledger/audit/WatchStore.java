package cn.jiaozi.ledger.audit;

import static java.util.Objects.requireNonNull;

import cn.jiaozi.ledger.audit.Finding.Kind;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// How far the continuous audit has come, and what it counts on.
@Component
class WatchStore {
    private static final long LOCK = 0x6a69616f7a6973L;

    private final DatabaseClient client;

    /// @param height up to which entries are counted into `audited_balance`
    /// @param head   the ledger's own
    /// @param block  up to which blocks have been walked
    record Progress(long height, long head, long block) {
        boolean isBehind() {
            return height < head;
        }
    }

    WatchStore(DatabaseClient client) {
        this.client = client;
    }

    /// One auditor at a time; whoever finds another at work has nothing to do. Held to the transaction's end.
    Mono<Boolean> lock() {
        return client.sql("select pg_try_advisory_xact_lock(:lock) as mine")
                .bind("lock", LOCK)
                .map(row -> requireNonNull(row.get("mine", Boolean.class)))
                .one();
    }

    Mono<Progress> progress() {
        return client.sql("""
                        select p.height, s.height as head, p.block from audit_progress p cross join shard s
                        """)
                .map(row -> new Progress(
                        requireNonNull(row.get("height", Long.class)),
                        requireNonNull(row.get("head", Long.class)),
                        requireNonNull(row.get("block", Long.class))))
                .one();
    }

    /// Counts the entries after one height, up to another, into what every account must show.
    Mono<Void> count(long after, long to) {
        return client.sql("""
                        with part as (
                            select debit_account, credit_account, kind, amount_fen, ref_height
                            from journal where height > :after and height <= :to
                        ), leg as (
                            select debit_account as account_id,
                                case when kind in ('POST', 'CAPTURE', 'REVERSE') then amount_fen else 0 end as dp,
                                0 as cp, case when kind = 'HOLD' then amount_fen else 0 end as dh, 0 as ch
                            from part
                            union all
                            select credit_account, 0,
                                case when kind in ('POST', 'CAPTURE', 'REVERSE') then amount_fen else 0 end, 0,
                                case when kind = 'HOLD' then amount_fen else 0 end
                            from part
                            union all
                            select h.debit_account, 0, 0, -h.amount_fen, 0
                            from (select distinct ref_height from part where kind in ('CAPTURE', 'VOID', 'EXPIRE')) e
                            join journal h on h.height = e.ref_height
                            union all
                            select h.credit_account, 0, 0, 0, -h.amount_fen
                            from (select distinct ref_height from part where kind in ('CAPTURE', 'VOID', 'EXPIRE')) e
                            join journal h on h.height = e.ref_height
                        ), counted as (
                            insert into audited_balance as m (
                                account_id, debits_posted, credits_posted, debits_pending, credits_pending)
                            select account_id, sum(dp), sum(cp), sum(dh), sum(ch) from leg group by account_id
                            on conflict (account_id) do update set
                                debits_posted = m.debits_posted + excluded.debits_posted,
                                credits_posted = m.credits_posted + excluded.credits_posted,
                                debits_pending = m.debits_pending + excluded.debits_pending,
                                credits_pending = m.credits_pending + excluded.credits_pending
                        )
                        update audit_progress set height = :to
                        """).bind("after", after).bind("to", to).then();
    }

    Mono<Void> walked(long block) {
        return client.sql("update audit_progress set block = :block where block < :block")
                .bind("block", block)
                .then();
    }

    /// Accounts whose counters are not what was counted; right only when everything is counted up to the head.
    Flux<Finding> wrongCounters(int atMost) {
        return client.sql("""
                        select a.address,
                            format('debits %s posted and %s pending, credits %s posted and %s pending; by its entries '
                                || '%s, %s, %s, %s', a.debits_posted, a.debits_pending, a.credits_posted,
                                a.credits_pending, coalesce(m.debits_posted, 0), coalesce(m.debits_pending, 0),
                                coalesce(m.credits_posted, 0), coalesce(m.credits_pending, 0)) as detail
                        from account a
                        left join audited_balance m on m.account_id = a.id
                        where a.debits_posted <> coalesce(m.debits_posted, 0)
                            or a.credits_posted <> coalesce(m.credits_posted, 0)
                            or a.debits_pending <> coalesce(m.debits_pending, 0)
                            or a.credits_pending <> coalesce(m.credits_pending, 0)
                        limit :at_most
                        """)
                .bind("at_most", atMost)
                .map(row -> Finding.onAccount(
                        Kind.ACCOUNT_COUNTERS,
                        Optional.empty(),
                        requireNonNull(row.get("address", String.class)),
                        requireNonNull(row.get("detail", String.class))))
                .all();
    }

    Mono<Finding> wrongTrialBalance() {
        return client.sql("""
                        select sum(debits_posted)::text as debits, sum(credits_posted)::text as credits from account
                        having sum(debits_posted) <> sum(credits_posted)
                        """)
                .map(row -> new Finding(
                        Kind.TRIAL_BALANCE,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "All debits are " + row.get("debits", String.class) + " fen, all credits "
                                + row.get("credits", String.class)))
                .one();
    }
}

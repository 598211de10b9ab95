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

    /// @param height   up to which entries are counted into `audited_balance`
    /// @param head     the ledger's own
    /// @param block    up to which blocks have been walked
    /// @param account  up to which number accounts have their row of `audited_balance`
    /// @param accounts how many there are; they are numbered without gaps
    /// @param compared up to which number accounts have been compared in this round
    record Progress(long height, long head, long block, long account, long accounts, long compared) {
        /// All accounts are compared within three looks; some hundred thousand cost little and are compared in each.
        private static final long LOOKS = 3;

        private static final long FEW_ACCOUNTS = 300_000;

        boolean isBehind() {
            return height < head;
        }

        /// Up to which number the next look compares accounts.
        long comparing() {
            return Math.min(accounts, compared + Math.max(FEW_ACCOUNTS, accounts / LOOKS + 1));
        }
    }

    WatchStore(DatabaseClient client) {
        this.client = client;
    }

    /// One auditor at a time; whoever finds another at work has nothing to do. Held to the transaction's end.
    Mono<Boolean> lock() {
        return client.sql("select pg_try_advisory_xact_lock(:lock) as mine, set_config('work_mem', '64MB', true)")
                .bind("lock", LOCK)
                .map(row -> requireNonNull(row.get("mine", Boolean.class)))
                .one();
    }

    Mono<Progress> progress() {
        return client.sql("""
                        select p.height, s.height as head, p.block, p.account, s.account_count, p.compared
                        from audit_progress p cross join shard s
                        """)
                .map(row -> new Progress(
                        requireNonNull(row.get("height", Long.class)),
                        requireNonNull(row.get("head", Long.class)),
                        requireNonNull(row.get("block", Long.class)),
                        requireNonNull(row.get("account", Long.class)),
                        requireNonNull(row.get("account_count", Long.class)),
                        requireNonNull(row.get("compared", Long.class))))
                .one();
    }

    /// Rows for the accounts with these numbers, the first one excluded, on which nothing is counted yet.
    Mono<Void> begin(long after, long to) {
        return client.sql("""
                        with begun as (
                            insert into audited_balance (
                                account_id, debits_posted, credits_posted, debits_pending, credits_pending,
                                stands_on_debit)
                            select id, 0, 0, 0, 0, stands_on_debit(subject) from account
                            where id > :after and id <= :to
                            order by id
                        )
                        update audit_progress set account = :to
                        """).bind("after", after).bind("to", to).then();
    }

    /// Counts the entries after one height, up to another, into what every account must show, and names of each account
    /// the first leg that says it left another balance than follows.
    Flux<Finding> count(long after, long to, int atMost) {
        return client.sql("""
                        with part as materialized (
                            select height, leg_no, kind, debit_account, credit_account, amount_fen, debit_balance_fen,
                                credit_balance_fen, ref_height
                            from journal where height > :after and height <= :to
                        ), line as materialized (
                            select account_id, height, leg_no, stands, debit, credit,
                                sum_fen(debit - credit) over (partition by account_id order by height, leg_no) as run
                            from (
                                select debit_account as account_id, height, leg_no, debit_balance_fen as stands,
                                    amount_fen as debit, 0::bigint as credit
                                from part where kind in ('POST', 'CAPTURE', 'REVERSE')
                                union all
                                select credit_account, height, leg_no, credit_balance_fen, 0, amount_fen
                                from part where kind in ('POST', 'CAPTURE', 'REVERSE')) posted
                        ), held as (
                            select debit_account, credit_account, amount_fen from part where kind = 'HOLD'
                            union all
                            select h.debit_account, h.credit_account, -h.amount_fen
                            from (select distinct ref_height from part where kind in ('CAPTURE', 'VOID', 'EXPIRE')) e
                            join journal h on h.height = e.ref_height
                        ), moved as (
                            select account_id, sum_fen(debit) as debits, sum_fen(credit) as credits,
                                sum_fen(debit_held) as debits_held, sum_fen(credit_held) as credits_held
                            from (
                                select account_id, debit, credit, 0::bigint as debit_held, 0::bigint as credit_held
                                from line
                                union all
                                select debit_account, 0, 0, amount_fen, 0 from held
                                union all
                                select credit_account, 0, 0, 0, amount_fen from held) leg
                            group by account_id
                            order by account_id
                        ), counted as (
                            update audited_balance b set
                                debits_posted = b.debits_posted + m.debits,
                                credits_posted = b.credits_posted + m.credits,
                                debits_pending = b.debits_pending + m.debits_held,
                                credits_pending = b.credits_pending + m.credits_held
                            from moved m
                            where b.account_id = m.account_id
                            returning b.account_id, b.stands_on_debit,
                                b.debits_posted - m.debits - (b.credits_posted - m.credits) as before
                        ), progressed as (
                            update audit_progress set height = :to
                        ), wrong as materialized (
                            select distinct on (l.account_id) l.account_id, l.height, l.leg_no, l.stands,
                                case when c.stands_on_debit then c.before + l.run else -(c.before + l.run) end as follows
                            from line l
                            join counted c on c.account_id = l.account_id
                            where l.stands
                                <> case when c.stands_on_debit then c.before + l.run else -(c.before + l.run) end
                            order by l.account_id, l.height, l.leg_no
                        )
                        select w.height, a.address, w.stands, w.follows
                        from wrong w join account a on a.id = w.account_id
                        order by w.height, w.leg_no
                        limit :at_most
                        """)
                .bind("after", after)
                .bind("to", to)
                .bind("at_most", atMost)
                .map(WalkStore::wrongBalance)
                .all();
    }

    Mono<Void> walked(long block) {
        return client.sql("update audit_progress set block = :block where block < :block")
                .bind("block", block)
                .then();
    }

    /// Accounts, by their numbers, whose counters are not what was counted; right only when everything is counted up to
    /// the head.
    Flux<Finding> wrongCounters(long after, long to, int atMost) {
        return client.sql("""
                        select a.address,
                            format('debits %s posted and %s pending, credits %s posted and %s pending; by its entries '
                                || '%s, %s, %s, %s', a.debits_posted, a.debits_pending, a.credits_posted,
                                a.credits_pending, b.debits_posted, b.debits_pending, b.credits_posted,
                                b.credits_pending) as detail
                        from account a
                        left join audited_balance b on b.account_id = a.id and b.account_id > :after and b.account_id <= :to
                        where a.id > :after and a.id <= :to
                            and (a.debits_posted is distinct from b.debits_posted
                                or a.credits_posted is distinct from b.credits_posted
                                or a.debits_pending is distinct from b.debits_pending
                                or a.credits_pending is distinct from b.credits_pending)
                        limit :at_most
                        """)
                .bind("after", after)
                .bind("to", to)
                .bind("at_most", atMost)
                .map(row -> Finding.onAccount(
                        Kind.ACCOUNT_COUNTERS,
                        Optional.empty(),
                        requireNonNull(row.get("address", String.class)),
                        requireNonNull(row.get("detail", String.class))))
                .all();
    }

    Mono<Void> compared(long to) {
        return client.sql("update audit_progress set compared = :to")
                .bind("to", to)
                .then();
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

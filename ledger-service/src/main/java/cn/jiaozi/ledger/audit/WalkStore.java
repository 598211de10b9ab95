package cn.jiaozi.ledger.audit;

import static java.util.Objects.requireNonNull;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.chassis.Json;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.ledger.audit.Finding.Kind;
import cn.jiaozi.ledger.audit.Walk.Told;
import io.r2dbc.spi.Readable;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// What a walk compares the blocks with.
@Component
class WalkStore {
    private final DatabaseClient client;

    WalkStore(DatabaseClient client) {
        this.client = client;
    }

    Mono<Map<StepId, Told>> told(Collection<StepId> ids) {
        return client.sql("""
                        select o.business_id, o.step, o.attempt, o.height, o.answer
                        from unnest(:business_id, :step, :attempt) as asked (business_id, step, attempt)
                        join outcome o using (business_id, step, attempt)
                        where o.height is not null
                        """)
                .bind("business_id", Columns.text(ids, StepId::businessId))
                .bind("step", Columns.text(ids, StepId::step))
                .bind("attempt", Columns.ints(ids, StepId::attempt))
                .map(row -> Map.entry(id(row), told(row)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static StepId id(Readable row) {
        return new StepId(
                requireNonNull(row.get("business_id", String.class)),
                requireNonNull(row.get("step", String.class)),
                requireNonNull(row.get("attempt", Integer.class)));
    }

    private static Told told(Readable row) {
        var answer = Json.read(requireNonNull(row.get("answer", String.class)), LedgerEvent.class);
        return new Told(
                requireNonNull(row.get("height", Long.class)),
                answer.entered().orElseThrow(() -> new IllegalStateException("an outcome with a height has no entry")));
    }

    /// The first block whose node is not the hash of its header. SM3 is none of the server's functions, so each
    /// header is compared with the one that names it; the last one with the shard's.
    Mono<Long> wrongNode(long from, long to) {
        return client.sql("""
                        select n.number
                        from generate_series(:from, :to) as n (number)
                        left join block_node k on k.level = 0 and k.index = n.number - 1
                        left join block b on b.number = n.number + 1
                        cross join shard s
                        where k.hash is null
                            or encode(k.hash, 'hex') <> coalesce(
                                substring(b.header from 'previous ([0-9a-f]{64})'), encode(s.block_hash, 'hex'))
                        order by n.number
                        limit 1
                        """)
                .bind("from", from)
                .bind("to", to)
                .map(row -> requireNonNull(row.get("number", Long.class)))
                .one();
    }

    /// The first leg in a range of heights whose balance does not follow from the one before on the same account. Where
    /// the beginning of the journal is archived, the first leg of an account that is left follows from nothing.
    Mono<Finding> wrongBalanceAfter(long from, long to) {
        return client.sql("""
                        with line as (
                            select l.*, a.address,
                                case when stands_on_debit(a.subject) = (l.side = 'DEBIT')
                                    then l.amount_fen else -l.amount_fen end as change,
                                lag(l.balance_after_fen) over (partition by l.account_id order by l.height, l.leg_no)
                                    as before
                            from account_line l join account a on a.id = l.account_id
                            where l.height between :from and :to
                        )
                        select l.height, l.address, l.balance_after_fen as stands,
                            coalesce(l.before, p.balance_fen, 0) + l.change as follows
                        from line l
                        left join lateral last_line(l.account_id, :from - 1) p on l.before is null
                        where l.balance_after_fen <> coalesce(l.before, p.balance_fen, 0) + l.change
                            and (coalesce(l.before, p.balance_fen) is not null
                                or (select min(height) from journal) = 1)
                        order by l.height, l.leg_no
                        limit 1
                        """)
                .bind("from", from)
                .bind("to", to)
                .map(WalkStore::wrongBalance)
                .one();
    }

    /// An account that moved in a range of heights and does not stand where its last leg, of any height, has left it.
    Mono<Finding> wrongCounters(long from, long to) {
        return client.sql("""
                        with moved as (
                            select account_id, max(height) as height from account_line
                            where height between :from and :to
                            group by account_id
                        ), standing as (
                            select m.height, a.address, p.balance_fen as follows,
                                case when stands_on_debit(a.subject) then a.debits_posted - a.credits_posted
                                    else a.credits_posted - a.debits_posted end as stands
                            from moved m
                            join account a on a.id = m.account_id
                            cross join shard s
                            cross join lateral last_line(a.id, s.height) p
                        )
                        select height, address, stands, follows from standing
                        where stands <> follows
                        order by height
                        limit 1
                        """)
                .bind("from", from)
                .bind("to", to)
                .map(row -> wrong(Kind.ACCOUNT_COUNTERS, row))
                .one();
    }

    static Finding wrongBalance(Readable row) {
        return wrong(Kind.BALANCE_AFTER, row);
    }

    private static Finding wrong(Kind kind, Readable row) {
        return Finding.onAccount(
                kind,
                Optional.ofNullable(row.get("height", Long.class)),
                requireNonNull(row.get("address", String.class)),
                "stands at " + row.get("stands", Long.class) + " fen, and " + row.get("follows", Long.class)
                        + " fen follow from its entries");
    }
}

package cn.jiaozi.wallet.load;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.sdk.receipt.Hash;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

@Repository
class LoadActStore {
    private final DatabaseClient sql;

    LoadActStore(DatabaseClient sql) {
        this.sql = sql;
    }

    Mono<LoadAct> find(String party, LoadKind kind, String actId) {
        return sql.sql("select * from load_act where party = :party and kind = :kind and act_id = :actId")
                .bind("party", party)
                .bind("kind", kind.name())
                .bind("actId", actId)
                .map(LoadActStore::act)
                .one();
    }

    Mono<Boolean> isUnderWay(String purseId) {
        return sql.sql("""
                select exists (select from load_act where purse_id = :purseId and state = 'REQUESTED') as under_way
                """)
                .bind("purseId", purseId)
                .map(row -> Boolean.TRUE.equals(row.get("under_way", Boolean.class)))
                .one();
    }

    /// How long the oldest has waited for the ledger; 0 when none waits.
    Mono<Long> oldestSeconds() {
        return sql.sql("""
                select coalesce(extract(epoch from now() - min(requested_at)), 0)::bigint as seconds
                from load_act where state = 'REQUESTED'
                """)
                .map(row -> Objects.requireNonNull(row.get("seconds", Long.class)))
                .one();
    }

    /// How often this step of this load was asked for.
    Mono<Integer> attempts(String purseId, LoadKind kind, int number) {
        return sql.sql("""
                select coalesce(max(attempt), 0) as attempts from load_act
                where purse_id = :purseId and kind = :kind and number = :number
                """)
                .bind("purseId", purseId)
                .bind("kind", kind.name())
                .bind("number", number)
                .map(row -> Objects.requireNonNull(row.get("attempts", Integer.class)))
                .one();
    }

    /// Those that have asked the ledger for these steps.
    Mono<List<LoadAct>> lock(Collection<StepId> steps) {
        return sql.sql("""
                select a.* from load_act a
                join (select distinct * from unnest(:businessId, :step, :attempt)) as t (business_id, step, attempt)
                  on a.purse_id = split_part(substr(t.business_id, 6), '/', 1)
                  and a.number = split_part(t.business_id, '/', 2)::int
                  and lower(a.kind) = t.step and a.attempt = t.attempt
                order by a.party, a.kind, a.act_id for update of a
                """)
                .bind("businessId", Columns.text(steps, StepId::businessId))
                .bind("step", Columns.text(steps, StepId::step))
                .bind("attempt", Columns.ints(steps, StepId::attempt))
                .map(LoadActStore::act)
                .all()
                .collectList();
    }

    /// @return false when the same act was asked for in the same moment by somebody faster
    Mono<Boolean> insert(LoadAct act) {
        var one = List.of(act);
        return sql.sql("""
                insert into load_act (party, kind, act_id, purse_id, amount_fen, closing, state, reason, number, attempt,
                    counter, head, remainder_fen, limits, moved_fen, load_order, requested_at, ended_at)
                select * from unnest(:party, :kind, :actId, :purseId, :amountFen, :closing, :state, :reason, :number,
                    :attempt, :counter, :head, :remainderFen, :limits, :movedFen, :loadOrder, :requestedAt, :endedAt)
                on conflict (party, kind, act_id) do nothing
                """)
                .bind("party", Columns.text(one, LoadAct::party))
                .bind("kind", Columns.text(one, a -> a.kind().name()))
                .bind("actId", Columns.text(one, LoadAct::actId))
                .bind("purseId", Columns.text(one, LoadAct::purseId))
                .bind("amountFen", Columns.longs(one, LoadAct::amountFen))
                .bind("closing", Columns.text(one, a -> a.closing().orElse(null)))
                .bind("state", Columns.text(one, a -> a.state().name()))
                .bind(
                        "reason",
                        Columns.text(one, a -> a.reason().map(Reason::name).orElse(null)))
                .bind(
                        "number",
                        Columns.ints(
                                one, a -> a.asked().map(LoadAct.Asked::number).orElse(null)))
                .bind(
                        "attempt",
                        Columns.ints(
                                one, a -> a.asked().map(LoadAct.Asked::attempt).orElse(null)))
                .bind(
                        "counter",
                        Columns.ints(
                                one,
                                a -> a.asked()
                                        .map(asked -> asked.start().counter())
                                        .orElse(null)))
                .bind(
                        "head",
                        Columns.text(
                                one,
                                a -> a.asked()
                                        .map(asked -> asked.start().head().hex())
                                        .orElse(null)))
                .bind(
                        "remainderFen",
                        Columns.longs(
                                one,
                                a -> a.asked().map(LoadAct.Asked::remainderFen).orElse(null)))
                .bind(
                        "limits",
                        Columns.text(
                                one,
                                a -> a.asked()
                                        .map(asked -> LoadLimits.written(asked.limits()))
                                        .orElse(null)))
                .bind("movedFen", Columns.longs(one, a -> a.movedFen().orElse(null)))
                .bind("loadOrder", Columns.text(one, a -> a.order().orElse(null)))
                .bind("requestedAt", Columns.instants(one, LoadAct::requestedAt))
                .bind("endedAt", Columns.instants(one, a -> a.endedAt().orElse(null)))
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /// Stores acts that were locked before.
    Mono<Void> save(List<LoadAct> acts) {
        if (acts.isEmpty()) {
            return Mono.empty();
        }
        return sql.sql("""
                update load_act a
                set state = t.state, reason = t.reason, moved_fen = t.moved_fen, load_order = t.load_order,
                    ended_at = t.ended_at
                from unnest(:party, :kind, :actId, :state, :reason, :movedFen, :loadOrder, :endedAt)
                    as t (party, kind, act_id, state, reason, moved_fen, load_order, ended_at)
                where a.party = t.party and a.kind = t.kind and a.act_id = t.act_id
                """)
                .bind("party", Columns.text(acts, LoadAct::party))
                .bind("kind", Columns.text(acts, a -> a.kind().name()))
                .bind("actId", Columns.text(acts, LoadAct::actId))
                .bind("state", Columns.text(acts, a -> a.state().name()))
                .bind(
                        "reason",
                        Columns.text(acts, a -> a.reason().map(Reason::name).orElse(null)))
                .bind("movedFen", Columns.longs(acts, a -> a.movedFen().orElse(null)))
                .bind("loadOrder", Columns.text(acts, a -> a.order().orElse(null)))
                .bind("endedAt", Columns.instants(acts, a -> a.endedAt().orElse(null)))
                .then();
    }

    private static LoadAct act(Readable row) {
        return new LoadAct(
                text(row, "party").orElseThrow(),
                LoadKind.valueOf(text(row, "kind").orElseThrow()),
                text(row, "act_id").orElseThrow(),
                text(row, "purse_id").orElseThrow(),
                Objects.requireNonNull(row.get("amount_fen", Long.class)),
                text(row, "closing"),
                LoadState.valueOf(text(row, "state").orElseThrow()),
                text(row, "reason").map(Reason::valueOf),
                Optional.ofNullable(row.get("number", Integer.class))
                        .map(number -> new LoadAct.Asked(
                                number,
                                Objects.requireNonNull(row.get("attempt", Integer.class)),
                                new Point(
                                        Objects.requireNonNull(row.get("counter", Integer.class)),
                                        Hash.parse(text(row, "head").orElseThrow())),
                                Objects.requireNonNull(row.get("remainder_fen", Long.class)),
                                LoadLimits.read(text(row, "limits").orElseThrow()))),
                Optional.ofNullable(row.get("moved_fen", Long.class)),
                text(row, "load_order"),
                instant(row, "requested_at").orElseThrow(),
                instant(row, "ended_at"));
    }

    private static Optional<String> text(Readable row, String column) {
        return Optional.ofNullable(row.get(column, String.class));
    }

    private static Optional<Instant> instant(Readable row, String column) {
        return Optional.ofNullable(row.get(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}

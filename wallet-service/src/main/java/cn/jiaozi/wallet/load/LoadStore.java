package cn.jiaozi.wallet.load;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.sdk.receipt.Hash;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

@Repository
class LoadStore {
    private final DatabaseClient sql;

    record Key(String purseId, int number) {}

    LoadStore(DatabaseClient sql) {
        this.sql = sql;
    }

    Mono<Load> lockLast(String purseId) {
        return sql.sql("select * from load where purse_id = :purseId order by number desc limit 1 for update")
                .bind("purseId", purseId)
                .map(LoadStore::load)
                .one();
    }

    Mono<List<Load>> lock(Collection<Key> keys) {
        return sql.sql("""
                select * from load where (purse_id, number) in (select * from unnest(:purseId, :number))
                order by purse_id, number for update
                """)
                .bind("purseId", Columns.text(keys, Key::purseId))
                .bind("number", Columns.ints(keys, Key::number))
                .map(LoadStore::load)
                .all()
                .collectList();
    }

    /// What is to be returned: where it is to be tried again, and where a purse has been lost or revoked
    /// since then.
    Mono<List<Load>> lockToRelease(Instant now, Instant endedBefore, int atMost) {
        return sql.sql("""
                select * from load where (purse_id, number) in (
                    select purse_id, number from load where release_at <= :now
                    union all
                    select l.purse_id, l.number from load l join purse p using (purse_id)
                    where l.released_at is null and l.releases = 0 and l.release_at is null
                        and p.state in ('LOST', 'REVOKED') and p.ended_at <= :endedBefore
                    limit :atMost)
                order by purse_id, number for update skip locked
                """)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("endedBefore", endedBefore.atOffset(ZoneOffset.UTC))
                .bind("atMost", atMost)
                .map(LoadStore::load)
                .all()
                .collectList();
    }

    /// The next ones, in the order of their keys.
    Mono<List<Load>> after(Key key, int atMost) {
        return sql.sql("""
                select * from load where (purse_id, number) > (:purseId, :number)
                order by purse_id, number limit :atMost
                """)
                .bind("purseId", key.purseId())
                .bind("number", key.number())
                .bind("atMost", atMost)
                .map(LoadStore::load)
                .all()
                .collectList();
    }

    Mono<Void> insert(List<Load> loads) {
        if (loads.isEmpty()) {
            return Mono.empty();
        }
        return sql.sql("""
                insert into load (purse_id, number, wallet_id, amount_fen, counter, head, limits, loaded_at, version)
                select * from unnest(:purseId, :number, :walletId, :amountFen, :counter, :head, :limits, :loadedAt,
                    :version)
                """)
                .bind("purseId", Columns.text(loads, Load::purseId))
                .bind("number", Columns.ints(loads, Load::number))
                .bind("walletId", Columns.text(loads, Load::walletId))
                .bind("amountFen", Columns.longs(loads, Load::amountFen))
                .bind("counter", Columns.ints(loads, load -> load.start().counter()))
                .bind("head", Columns.text(loads, load -> load.start().head().hex()))
                .bind("limits", Columns.text(loads, load -> LoadLimits.written(load.limits())))
                .bind("loadedAt", Columns.instants(loads, Load::loadedAt))
                .bind("version", Columns.longs(loads, Load::version))
                .then();
    }

    /// Stores loads that were locked before.
    Mono<Void> save(List<Load> loads) {
        if (loads.isEmpty()) {
            return Mono.empty();
        }
        return sql.sql("""
                update load l
                set closing_counter = t.closing_counter, closing_head = t.closing_head,
                    remainder_fen = t.remainder_fen, statement = t.statement, closed_at = t.closed_at,
                    taken = t.taken, releases = t.releases, release_at = t.release_at,
                    released_at = t.released_at, version = t.version
                from unnest(:purseId, :number, :closingCounter, :closingHead, :remainderFen, :statement, :closedAt,
                    :taken, :releases, :releaseAt, :releasedAt, :version)
                    as t (purse_id, number, closing_counter, closing_head, remainder_fen, statement, closed_at,
                    taken, releases, release_at, released_at, version)
                where l.purse_id = t.purse_id and l.number = t.number
                """)
                .bind("purseId", Columns.text(loads, Load::purseId))
                .bind("number", Columns.ints(loads, Load::number))
                .bind(
                        "closingCounter",
                        Columns.ints(
                                loads,
                                load -> load.closing()
                                        .map(by -> by.point().counter())
                                        .orElse(null)))
                .bind(
                        "closingHead",
                        Columns.text(
                                loads,
                                load -> load.closing()
                                        .map(by -> by.point().head().hex())
                                        .orElse(null)))
                .bind(
                        "remainderFen",
                        Columns.longs(
                                loads,
                                load -> load.closing()
                                        .map(Closing::remainderFen)
                                        .orElse(null)))
                .bind(
                        "statement",
                        Columns.text(
                                loads,
                                load -> load.closing().map(Closing::statement).orElse(null)))
                .bind(
                        "closedAt",
                        Columns.instants(
                                loads, load -> load.closing().map(Closing::at).orElse(null)))
                .bind("taken", Columns.booleans(loads, Load::taken))
                .bind("releases", Columns.ints(loads, Load::releases))
                .bind(
                        "releaseAt",
                        Columns.instants(loads, load -> load.releaseAt().orElse(null)))
                .bind(
                        "releasedAt",
                        Columns.instants(loads, load -> load.releasedAt().orElse(null)))
                .bind("version", Columns.longs(loads, Load::version))
                .then();
    }

    /// How old the oldest of those is whose chip has closed them and whose rest has not returned; 0 when there is none.
    Mono<Long> oldestUnsettledSeconds() {
        return sql.sql("""
                select coalesce(extract(epoch from now() - min(closed_at)), 0)::bigint as seconds
                from load where closed_at is not null and released_at is null
                """)
                .map(row -> Objects.requireNonNull(row.get("seconds", Long.class)))
                .one();
    }

    private static Load load(Readable row) {
        return new Load(
                text(row, "purse_id"),
                number(row, "number"),
                text(row, "wallet_id"),
                fen(row, "amount_fen"),
                new Point(number(row, "counter"), Hash.parse(text(row, "head"))),
                LoadLimits.read(text(row, "limits")),
                instant(row, "loaded_at").orElseThrow(),
                instant(row, "closed_at")
                        .map(at -> new Closing(
                                new Point(number(row, "closing_counter"), Hash.parse(text(row, "closing_head"))),
                                fen(row, "remainder_fen"),
                                text(row, "statement"),
                                at)),
                Objects.requireNonNull(row.get("taken", Boolean.class)),
                number(row, "releases"),
                instant(row, "release_at"),
                instant(row, "released_at"),
                fen(row, "version"));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }

    private static int number(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Integer.class));
    }

    private static long fen(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Long.class));
    }

    private static Optional<Instant> instant(Readable row, String column) {
        return Optional.ofNullable(row.get(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}

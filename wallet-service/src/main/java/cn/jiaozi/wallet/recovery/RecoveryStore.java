package cn.jiaozi.wallet.recovery;

import cn.jiaozi.chassis.Columns;
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
class RecoveryStore {
    private final DatabaseClient sql;

    /// What has not been taken yet.
    record Open(long count, long fen) {}

    RecoveryStore(DatabaseClient sql) {
        this.sql = sql;
    }

    Mono<Void> insert(List<Recovery> recoveries) {
        if (recoveries.isEmpty()) {
            return Mono.empty();
        }
        return sql.sql("""
                insert into recovery (business_id, wallet_id, purse_id, owed_fen, tries, settled_at)
                select * from unnest(:businessId, :walletId, :purseId, :owedFen, :tries, :settledAt)
                """)
                .bind("businessId", Columns.text(recoveries, Recovery::businessId))
                .bind("walletId", Columns.text(recoveries, Recovery::walletId))
                .bind("purseId", Columns.text(recoveries, Recovery::purseId))
                .bind("owedFen", Columns.longs(recoveries, Recovery::owedFen))
                .bind("tries", Columns.ints(recoveries, Recovery::tries))
                .bind("settledAt", Columns.instants(recoveries, Recovery::settledAt))
                .then();
    }

    Mono<List<Recovery>> lock(Collection<String> businessIds) {
        return sql.sql("select * from recovery where business_id = any(:ids) order by business_id for update")
                .bind("ids", Columns.text(businessIds, id -> id))
                .map(RecoveryStore::recovery)
                .all()
                .collectList();
    }

    /// Those that are to be tried again, locked; another instance takes others.
    Mono<List<Recovery>> lockDue(Instant now, int atMost) {
        return sql.sql("""
                select * from recovery where next_try_at <= :now
                order by next_try_at limit :atMost for update skip locked
                """)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("atMost", atMost)
                .map(RecoveryStore::recovery)
                .all()
                .collectList();
    }

    /// Stores recoveries that were locked before.
    Mono<Void> save(List<Recovery> recoveries) {
        if (recoveries.isEmpty()) {
            return Mono.empty();
        }
        return sql.sql("""
                update recovery r set taken_fen = t.taken_fen, tries = t.tries, next_try_at = t.next_try_at
                from unnest(:businessId, :takenFen, :tries, :nextTryAt)
                    as t (business_id, taken_fen, tries, next_try_at)
                where r.business_id = t.business_id
                """)
                .bind("businessId", Columns.text(recoveries, Recovery::businessId))
                .bind("takenFen", Columns.longs(recoveries, Recovery::takenFen))
                .bind("tries", Columns.ints(recoveries, Recovery::tries))
                .bind(
                        "nextTryAt",
                        Columns.instants(recoveries, r -> r.nextTryAt().orElse(null)))
                .then();
    }

    Mono<Open> open() {
        return sql.sql("""
                select count(*) as count, coalesce(sum(owed_fen - taken_fen), 0)::bigint as fen
                from recovery where taken_fen < owed_fen
                """)
                .map(row -> new Open(fen(row, "count"), fen(row, "fen")))
                .one();
    }

    private static Recovery recovery(Readable row) {
        return new Recovery(
                text(row, "business_id"),
                text(row, "wallet_id"),
                text(row, "purse_id"),
                fen(row, "owed_fen"),
                fen(row, "taken_fen"),
                Objects.requireNonNull(row.get("tries", Integer.class)),
                instant(row, "settled_at").orElseThrow(),
                instant(row, "next_try_at"));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }

    private static long fen(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Long.class));
    }

    private static Optional<Instant> instant(Readable row, String column) {
        return Optional.ofNullable(row.get(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}

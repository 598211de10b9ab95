package cn.jiaozi.chassis;

import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.StepId;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/// The table `asked`, which a service that asks the ledger has in its own database.
final class AskedStore {
    private final DatabaseClient sql;

    AskedStore(DatabaseClient sql) {
        this.sql = sql;
    }

    Mono<Void> insert(List<Asked> asked) {
        return sql.sql("""
                insert into asked (business_id, step, key, request, again_at)
                select * from unnest(:businessId, :step, :key, :request, :againAt)
                on conflict (business_id, step) do nothing
                """)
                .bind(
                        "businessId",
                        Columns.text(asked, one -> one.request().id().businessId()))
                .bind("step", Columns.text(asked, one -> one.request().id().step()))
                .bind("key", Columns.text(asked, Asked::key))
                .bind("request", Columns.text(asked, one -> Json.write(one.request())))
                .bind("againAt", Columns.instants(asked, Asked::againAt))
                .then();
    }

    Mono<Void> delete(List<StepId> answered) {
        return sql.sql("""
                delete from asked a using unnest(:businessId, :step) as t (business_id, step)
                where a.business_id = t.business_id and a.step = t.step
                """)
                .bind("businessId", Columns.text(answered, StepId::businessId))
                .bind("step", Columns.text(answered, StepId::step))
                .then();
    }

    /// Those that have waited too long, locked; another instance takes others.
    Mono<List<Asked>> due(Instant now, int atMost) {
        return sql.sql("""
                select * from asked where again_at <= :now order by again_at limit :atMost for update skip locked
                """)
                .bind("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .bind("atMost", atMost)
                .map(AskedStore::asked)
                .all()
                .collectList();
    }

    /// @return how many were not due yet
    Mono<Long> hasten(Instant now) {
        return sql.sql("update asked set again_at = :now where again_at > :now")
                .bind("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .fetch()
                .rowsUpdated();
    }

    Mono<Void> postpone(List<Asked> asked) {
        return sql.sql("""
                update asked a set asks = t.asks, again_at = t.again_at
                from unnest(:businessId, :step, :asks, :againAt) as t (business_id, step, asks, again_at)
                where a.business_id = t.business_id and a.step = t.step
                """)
                .bind(
                        "businessId",
                        Columns.text(asked, one -> one.request().id().businessId()))
                .bind("step", Columns.text(asked, one -> one.request().id().step()))
                .bind("asks", Columns.ints(asked, Asked::asks))
                .bind("againAt", Columns.instants(asked, Asked::againAt))
                .then();
    }

    private static Asked asked(Readable row) {
        return new Asked(
                Objects.requireNonNull(row.get("key", String.class)),
                Json.read(Objects.requireNonNull(row.get("request", String.class)), LedgerRequest.class),
                Objects.requireNonNull(row.get("asks", Integer.class)),
                Objects.requireNonNull(row.get("again_at", OffsetDateTime.class))
                        .toInstant());
    }
}

package cn.jiaozi.wallet.returned;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.wallet.bank.BankReturn;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

@Repository
class ReturnStore {
    private final DatabaseClient sql;

    /// What has not come back into a wallet yet, and what nothing is done about.
    record Open(long count, Optional<Instant> oldest, long left) {}

    ReturnStore(DatabaseClient sql) {
        this.sql = sql;
    }

    Mono<Long> last() {
        return sql.sql("select coalesce(max(number), 0)::bigint as number from bank_return")
                .map(row -> number(row, "number"))
                .one();
    }

    /// The transfers among these that have come back already.
    Mono<Set<String>> returned(Collection<String> businessIds) {
        return sql.sql("select business_id from bank_return where state <> 'LEFT' and business_id = any(:ids)")
                .bind("ids", Columns.text(businessIds, id -> id))
                .map(row -> text(row, "business_id"))
                .all()
                .collect(Collectors.toUnmodifiableSet());
    }

    Mono<Set<String>> cameBack(Collection<String> requestIds) {
        return sql.sql("select distinct request_id from bank_return where request_id = any(:ids)")
                .bind("ids", Columns.text(requestIds, id -> id))
                .map(row -> text(row, "request_id"))
                .all()
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Those that another instance has not stored in the meantime.
    Mono<List<Returned>> insert(List<Returned> returned) {
        return sql.sql("""
                insert into bank_return (number, request_id, amount_fen, reason, bank_ref, business_id, finding, state,
                    heard_at, next_try_at)
                select * from unnest(:number, :requestId, :amountFen, :reason, :bankRef, :businessId, :finding, :state,
                    :heardAt, :nextTryAt)
                on conflict (number) do nothing
                returning *
                """)
                .bind("number", Columns.longs(returned, r -> r.from().number()))
                .bind("requestId", Columns.text(returned, r -> r.from().requestId()))
                .bind("amountFen", Columns.longs(returned, r -> r.from().amountFen()))
                .bind("reason", Columns.text(returned, r -> r.from().reason()))
                .bind("bankRef", Columns.text(returned, r -> r.from().bankRef()))
                .bind("businessId", Columns.text(returned, r -> r.businessId().orElse(null)))
                .bind(
                        "finding",
                        Columns.text(returned, r -> r.finding().map(Enum::name).orElse(null)))
                .bind("state", Columns.text(returned, r -> r.state().name()))
                .bind("heardAt", Columns.instants(returned, Returned::heardAt))
                .bind("nextTryAt", Columns.instants(returned, r -> r.nextTryAt().orElse(null)))
                .map(ReturnStore::row)
                .all()
                .collectList();
    }

    /// Those that are to be asked for, locked; another instance takes others.
    Mono<List<Returned>> lockDue(Instant now, int atMost) {
        return sql.sql("""
                select * from bank_return where next_try_at <= :now
                order by next_try_at limit :atMost for update skip locked
                """)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("atMost", atMost)
                .map(ReturnStore::row)
                .all()
                .collectList();
    }

    Mono<List<Returned>> lock(Collection<String> businessIds) {
        return sql.sql("""
                select * from bank_return where state <> 'LEFT' and business_id = any(:ids)
                order by business_id for update
                """)
                .bind("ids", Columns.text(businessIds, id -> id))
                .map(ReturnStore::row)
                .all()
                .collectList();
    }

    /// Stores returns that were locked before.
    Mono<Void> save(List<Returned> returned) {
        if (returned.isEmpty()) {
            return Mono.empty();
        }
        return sql.sql("""
                update bank_return r
                set finding = t.finding, state = t.state, attempt = t.attempt, rejection = t.rejection,
                    next_try_at = t.next_try_at, ended_at = t.ended_at
                from unnest(:number, :finding, :state, :attempt, :rejection, :nextTryAt, :endedAt)
                    as t (number, finding, state, attempt, rejection, next_try_at, ended_at)
                where r.number = t.number
                """)
                .bind("number", Columns.longs(returned, r -> r.from().number()))
                .bind(
                        "finding",
                        Columns.text(returned, r -> r.finding().map(Enum::name).orElse(null)))
                .bind("state", Columns.text(returned, r -> r.state().name()))
                .bind("attempt", Columns.ints(returned, Returned::attempt))
                .bind(
                        "rejection",
                        Columns.text(
                                returned, r -> r.rejection().map(Enum::name).orElse(null)))
                .bind("nextTryAt", Columns.instants(returned, r -> r.nextTryAt().orElse(null)))
                .bind("endedAt", Columns.instants(returned, r -> r.endedAt().orElse(null)))
                .then();
    }

    Mono<Open> open() {
        return sql.sql("""
                select count(*) filter (where state <> 'LEFT') as count,
                       min(heard_at) filter (where state <> 'LEFT') as oldest,
                       count(*) filter (where state = 'LEFT') as "left"
                from bank_return where state in ('WAITING', 'ASKED', 'LEFT')
                """)
                .map(row -> new Open(number(row, "count"), instant(row, "oldest"), number(row, "left")))
                .one();
    }

    private static Returned row(Readable row) {
        return new Returned(
                new BankReturn(
                        number(row, "number"),
                        text(row, "request_id"),
                        number(row, "amount_fen"),
                        text(row, "reason"),
                        text(row, "bank_ref")),
                Optional.ofNullable(row.get("business_id", String.class)),
                Optional.ofNullable(row.get("finding", String.class)).map(Returned.Finding::valueOf),
                Returned.State.valueOf(text(row, "state")),
                Objects.requireNonNull(row.get("attempt", Integer.class)),
                Optional.ofNullable(row.get("rejection", String.class)).map(Reason::valueOf),
                instant(row, "heard_at").orElseThrow(),
                instant(row, "next_try_at"),
                instant(row, "ended_at"));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }

    private static long number(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Long.class));
    }

    private static Optional<Instant> instant(Readable row, String column) {
        return Optional.ofNullable(row.get(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}

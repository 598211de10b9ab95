package cn.jiaozi.wallet.counter;

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
class CounterStore {
    private final DatabaseClient sql;

    CounterStore(DatabaseClient sql) {
        this.sql = sql;
    }

    Mono<List<Counter>> find(Collection<String> counterIds) {
        return sql.sql("select * from counter where counter_id = any(:ids)")
                .bind("ids", Columns.text(counterIds, id -> id))
                .map(CounterStore::counter)
                .all()
                .collectList();
    }

    Mono<Counter> lock(String counterId) {
        return sql.sql("select * from counter where counter_id = :id for update")
                .bind("id", counterId)
                .map(CounterStore::counter)
                .one();
    }

    /// @return false when there is one with this id
    Mono<Boolean> insert(Counter counter) {
        return sql.sql("""
                insert into counter (counter_id, kind, account_no, registered_by, registered_at)
                values (:id, :kind, :accountNo, :by, :at)
                on conflict do nothing
                """)
                .bind("id", counter.counterId())
                .bind("kind", counter.kind().name())
                .bind("accountNo", counter.accountNo())
                .bind("by", counter.registeredBy())
                .bind("at", counter.registeredAt().atOffset(ZoneOffset.UTC))
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /// Of a counter that was locked before.
    Mono<Void> close(String counterId, Counter.Closure closure) {
        return sql.sql("""
                update counter set closed_by = :by, closing_reason = :reason, closed_at = :at where counter_id = :id
                """)
                .bind("id", counterId)
                .bind("by", closure.by())
                .bind("reason", closure.reason())
                .bind("at", closure.at().atOffset(ZoneOffset.UTC))
                .then();
    }

    private static Counter counter(Readable row) {
        return new Counter(
                text(row, "counter_id"),
                Counter.Kind.valueOf(text(row, "kind")),
                text(row, "account_no"),
                text(row, "registered_by"),
                instant(row, "registered_at").orElseThrow(),
                instant(row, "closed_at")
                        .map(at -> new Counter.Closure(text(row, "closed_by"), text(row, "closing_reason"), at)));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }

    private static Optional<Instant> instant(Readable row, String column) {
        return Optional.ofNullable(row.get(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}

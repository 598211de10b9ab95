package cn.jiaozi.merchant.corefile;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class CoreFileStore {
    private static final String SELECT = """
            select file_id, accounting_date, act_id, state, version, lines, done_count, debit_fen, credit_fen, sm3,
                   brought_by, loaded_at, decided_by, decided_at, used_at
            from core_file
            """;

    private final DatabaseClient client;

    CoreFileStore(DatabaseClient client) {
        this.client = client;
    }

    /// @return the file's own number, under which its lines are stored
    Mono<Long> begin(LocalDate date, String actId, String broughtBy, Instant now) {
        return client.sql("""
                        insert into core_file (accounting_date, act_id, state, brought_by, begun_at)
                        values (:date, :act_id, 'LOADING', :brought_by, :now)
                        returning file_id
                        """)
                .bind("date", date)
                .bind("act_id", actId)
                .bind("brought_by", broughtBy)
                .bind("now", now)
                .mapValue(Long.class)
                .one();
    }

    Mono<Void> discard(long fileId) {
        return client.sql("update core_file set state = 'DISCARDED' where file_id = :id and state = 'LOADING'")
                .bind("id", fileId)
                .then();
    }

    /// One at a time decides on a day's versions.
    Mono<Void> lock(LocalDate date) {
        return client.sql("select pg_advisory_xact_lock(hashtext('core_file'), :day)")
                .bind("day", Math.toIntExact(date.toEpochDay()))
                .then();
    }

    /// @return false where the upload has been given up in the meantime
    Mono<Boolean> loaded(long fileId, int version, CoreFile.State state, Totals totals, Instant now) {
        return client.sql("""
                        update core_file
                        set state = :state, version = :version, lines = :lines, done_count = :done_count,
                            debit_fen = :debit_fen, credit_fen = :credit_fen, sm3 = :sm3, loaded_at = :now
                        where file_id = :id and state = 'LOADING'
                        """)
                .bind("id", fileId)
                .bind("version", version)
                .bind("state", state.name())
                .bind("lines", totals.lines())
                .bind("done_count", totals.doneCount())
                .bind("debit_fen", totals.debitFen())
                .bind("credit_fen", totals.creditFen())
                .bind("sm3", totals.sm3().hex())
                .bind("now", now)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    Mono<Void> replace(LocalDate date) {
        return client.sql("""
                        update core_file set state = 'REPLACED' where accounting_date = :date and state = 'IN_EFFECT'
                        """).bind("date", date).then();
    }

    Mono<Void> decide(long fileId, CoreFile.State state, String by, Instant now) {
        return client.sql("""
                        update core_file set state = :state, decided_by = :by, decided_at = :now
                        where file_id = :id and state = 'PROPOSED'
                        """)
                .bind("id", fileId)
                .bind("state", state.name())
                .bind("by", by)
                .bind("now", now)
                .then();
    }

    Mono<CoreFile> find(LocalDate date, String actId) {
        return client.sql(SELECT + " where accounting_date = :date and act_id = :act_id and version is not null")
                .bind("date", date)
                .bind("act_id", actId)
                .map(CoreFileStore::file)
                .one();
    }

    /// All versions of a day.
    Mono<List<CoreFile>> of(LocalDate date) {
        return client.sql(SELECT + " where accounting_date = :date and version is not null order by version")
                .bind("date", date)
                .map(CoreFileStore::file)
                .all()
                .collectList();
    }

    Mono<CoreFile> use(LocalDate date, Instant now) {
        return client.sql("""
                        update core_file set used_at = coalesce(used_at, :now)
                        where accounting_date = :date and state = 'IN_EFFECT'
                        returning file_id, accounting_date, act_id, state, version, lines, done_count, debit_fen,
                                  credit_fen, sm3, brought_by, loaded_at, decided_by, decided_at, used_at
                        """)
                .bind("date", date)
                .bind("now", now)
                .map(CoreFileStore::file)
                .one();
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static CoreFile file(Readable row) {
        return new CoreFile(
                row.get("file_id", Long.class),
                row.get("accounting_date", LocalDate.class),
                row.get("act_id", String.class),
                CoreFile.State.valueOf(row.get("state", String.class)),
                row.get("version", Integer.class),
                row.get("lines", Long.class),
                row.get("done_count", Long.class),
                row.get("debit_fen", Long.class),
                row.get("credit_fen", Long.class),
                row.get("sm3", String.class),
                row.get("brought_by", String.class),
                row.get("loaded_at", Instant.class),
                Optional.ofNullable(row.get("decided_by", String.class)),
                Optional.ofNullable(row.get("decided_at", Instant.class)),
                Optional.ofNullable(row.get("used_at", Instant.class)));
    }
}

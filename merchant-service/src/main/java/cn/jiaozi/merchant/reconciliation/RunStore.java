package cn.jiaozi.merchant.reconciliation;

import static java.util.Objects.requireNonNull;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class RunStore {
    private static final String SELECT = """
            select accounting_date, step, part, parts, round, file_id, requested_by, begun_at, ended_at
            from reconciliation where accounting_date = :date
            """;

    private final DatabaseClient client;

    RunStore(DatabaseClient client) {
        this.client = client;
    }

    /// @return whether it is new
    Mono<Boolean> insert(Run run) {
        return client.sql("""
                        insert into reconciliation (accounting_date, step, requested_by, begun_at)
                        values (:date, :step, :by, :at)
                        on conflict do nothing
                        """)
                .bind("date", run.date())
                .bind("step", run.step().name())
                .bind("by", run.requestedBy())
                .bind("at", run.begunAt())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    Mono<Run> find(LocalDate date) {
        return client.sql(SELECT).bind("date", date).map(RunStore::run).one();
    }

    Mono<Run> lock(LocalDate date) {
        return client.sql(SELECT + " for update")
                .bind("date", date)
                .map(RunStore::run)
                .one();
    }

    /// Nothing while another instance is at it.
    Mono<Run> lockIfFree(LocalDate date) {
        return client.sql(SELECT + " for update skip locked")
                .bind("date", date)
                .map(RunStore::run)
                .one();
    }

    Mono<Void> move(Run run) {
        var statement = client.sql("""
                        update reconciliation
                        set step = :step, part = :part, parts = :parts, round = :round, file_id = :file, ended_at = :ended
                        where accounting_date = :date
                        """)
                .bind("date", run.date())
                .bind("step", run.step().name())
                .bind("part", run.part())
                .bind("parts", run.parts())
                .bind("round", run.round());
        statement = run.fileId().isPresent()
                ? statement.bind("file", run.fileId().get())
                : statement.bindNull("file", Long.class);
        return (run.endedAt().isPresent()
                        ? statement.bind("ended", run.endedAt().get())
                        : statement.bindNull("ended", Instant.class))
                .then();
    }

    /// Days that every shard has closed and that are here whole begin by themselves.
    Mono<Long> begin(int shards, String by, Instant now) {
        return client.sql("""
                        insert into reconciliation (accounting_date, step, requested_by, begun_at)
                        select d.accounting_date, 'LEDGER_DAY', :by, :now
                        from book_day d
                        where not exists (
                            select from reconciliation r where r.accounting_date = d.accounting_date)
                        group by d.accounting_date
                        having count(*) filter (where d.complete_at is not null) >= :shards
                        order by 1
                        on conflict do nothing
                        """)
                .bind("shards", shards)
                .bind("by", by)
                .bind("now", now)
                .fetch()
                .rowsUpdated();
    }

    /// Days that may be able to go on, the oldest first: also those whose file another version has replaced.
    Mono<List<LocalDate>> open() {
        return client.sql("""
                        select accounting_date from reconciliation where step <> 'DONE'
                        union
                        select r.accounting_date
                        from reconciliation r
                        join core_file f on f.accounting_date = r.accounting_date and f.state = 'IN_EFFECT'
                        where r.step = 'DONE' and f.file_id <> r.file_id
                        order by 1
                        """).mapValue(LocalDate.class).all().collectList();
    }

    /// How many entries a day has, once every shard's are here; nothing before.
    Mono<Long> entries(LocalDate date, int shards) {
        return client.sql("""
                        select coalesce(sum(last_height - after_height), 0)::bigint as entries
                        from book_day
                        where accounting_date = :date and complete_at is not null
                        having count(*) >= :shards
                        """)
                .bind("date", date)
                .bind("shards", shards)
                .mapValue(Long.class)
                .one();
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static Run run(Readable row) {
        return new Run(
                row.get("accounting_date", LocalDate.class),
                Step.valueOf(requireNonNull(row.get("step", String.class))),
                row.get("part", Integer.class),
                row.get("parts", Integer.class),
                row.get("round", Integer.class),
                Optional.ofNullable(row.get("file_id", Long.class)),
                row.get("requested_by", String.class),
                row.get("begun_at", Instant.class),
                Optional.ofNullable(row.get("ended_at", Instant.class)));
    }
}

package cn.jiaozi.merchant.calendar;

import cn.jiaozi.chassis.Columns;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class CalendarStore {
    private final DatabaseClient client;

    /// A version without its days.
    record Head(int year, int version, String versionId, String loadedBy, Instant loadedAt) {}

    /// A listed day of the newest version of its year.
    record Listed(LocalDate day, boolean workday) {}

    CalendarStore(DatabaseClient client) {
        this.client = client;
    }

    /// All versions of a year, the newest first.
    Mono<List<Head>> heads(int year) {
        return client.sql("select * from calendar where year = :year order by version desc")
                .bind("year", year)
                .map(CalendarStore::head)
                .all()
                .collectList();
    }

    Mono<List<Calendar.Day>> days(int year, int version) {
        return client.sql("select * from calendar_day where year = :year and version = :version order by day")
                .bind("year", year)
                .bind("version", version)
                .map(CalendarStore::day)
                .all()
                .collectList();
    }

    /// False where somebody else has loaded the same version of the year at the same moment.
    Mono<Boolean> insert(Calendar calendar) {
        var days = calendar.content().days();
        return client.sql("""
                        insert into calendar (year, version, version_id, loaded_by, loaded_at)
                        values (:year, :version, :id, :by, :at)
                        on conflict do nothing
                        """)
                .bind("year", calendar.year())
                .bind("version", calendar.version())
                .bind("id", calendar.content().versionId())
                .bind("by", calendar.loadedBy())
                .bind("at", calendar.loadedAt())
                .fetch()
                .rowsUpdated()
                .filter(rows -> rows == 1)
                .flatMap(_ -> client.sql("""
                                insert into calendar_day (year, version, day, workday, name)
                                select :year, :version, t.* from unnest(:day, :workday, :name) as t
                                """)
                        .bind("year", calendar.year())
                        .bind("version", calendar.version())
                        .bind("day", Columns.dates(days, Calendar.Day::date))
                        .bind("workday", Columns.booleans(days, Calendar.Day::workday))
                        .bind("name", Columns.text(days, Calendar.Day::name))
                        .then()
                        .thenReturn(true))
                .defaultIfEmpty(false);
    }

    /// The newest versions of these years.
    Mono<List<Head>> newest(Collection<Integer> years) {
        return client.sql("""
                        select distinct on (year) * from calendar where year = any(:years) order by year, version desc
                        """)
                .bind("years", Columns.ints(years, year -> year))
                .map(CalendarStore::head)
                .all()
                .collectList();
    }

    Mono<List<Listed>> listed(List<Head> heads) {
        return client.sql("""
                        select d.day, d.workday from calendar_day d
                        join unnest(:year, :version) as t (year, version) using (year, version)
                        """)
                .bind("year", Columns.ints(heads, Head::year))
                .bind("version", Columns.ints(heads, Head::version))
                .map(CalendarStore::listedDay)
                .all()
                .collectList();
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static Head head(Readable row) {
        return new Head(
                row.get("year", Integer.class),
                row.get("version", Integer.class),
                row.get("version_id", String.class),
                row.get("loaded_by", String.class),
                row.get("loaded_at", Instant.class));
    }

    @SuppressWarnings("NullAway")
    private static Calendar.Day day(Readable row) {
        return new Calendar.Day(
                row.get("day", LocalDate.class), row.get("workday", Boolean.class), row.get("name", String.class));
    }

    @SuppressWarnings("NullAway")
    private static Listed listedDay(Readable row) {
        return new Listed(row.get("day", LocalDate.class), row.get("workday", Boolean.class));
    }
}

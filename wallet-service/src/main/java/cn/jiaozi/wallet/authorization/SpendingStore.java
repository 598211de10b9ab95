package cn.jiaozi.wallet.authorization;

import cn.jiaozi.chassis.Columns;
import io.r2dbc.spi.Readable;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

@Repository
class SpendingStore {
    private final DatabaseClient sql;

    SpendingStore(DatabaseClient sql) {
        this.sql = sql;
    }

    /// Locks the rows of these days and their years, days first, each in order. What may not be there is inserted
    /// first.
    Mono<Spending> lock(Collection<Spending.Day> asked) {
        if (asked.isEmpty()) {
            return Mono.just(new Spending(Map.of(), Map.of()));
        }
        var days = asked.stream().distinct().sorted().toList();
        var years = days.stream()
                .map(day -> new Spending.Year(day.walletId(), day.day().getYear()))
                .distinct()
                .sorted()
                .toList();
        var usedOn = new HashMap<Spending.Day, Spending.Used>();
        var spentIn = new HashMap<Spending.Year, Long>();
        // Inserted, locked and read in one statement, days before years, each in the order of its key. An update that
        // changes nothing is how `on conflict` locks a row and returns it.
        return sql.sql("""
                with on_day as (
                    insert into spending (wallet_id, day)
                    select wallet_id, day from unnest(:walletId, :day) as t (wallet_id, day) order by wallet_id, day
                    on conflict (wallet_id, day) do update set spent_fen = spending.spent_fen
                    returning wallet_id, day, spent_fen, pin_free_fen, pin_free_count
                ), in_year as (
                    insert into spending_year (wallet_id, year)
                    select wallet_id, year from unnest(:yearWalletId, :year) as t (wallet_id, year)
                    order by wallet_id, year
                    on conflict (wallet_id, year) do update set spent_fen = spending_year.spent_fen
                    returning wallet_id, year, spent_fen
                )
                select wallet_id, day, null::int as year, spent_fen, pin_free_fen, pin_free_count from on_day
                union all
                select wallet_id, null::date, year, spent_fen, 0, 0 from in_year
                """)
                .bind("walletId", Columns.text(days, Spending.Day::walletId))
                .bind("day", Columns.dates(days, Spending.Day::day))
                .bind("yearWalletId", Columns.text(years, Spending.Year::walletId))
                .bind("year", Columns.ints(years, Spending.Year::year))
                .map(row -> {
                    var walletId = Objects.requireNonNull(row.get("wallet_id", String.class));
                    var used = used(row);
                    var day = row.get("day", LocalDate.class);
                    if (day == null) {
                        var year = Objects.requireNonNull(row.get("year", Integer.class));
                        return spentIn.put(new Spending.Year(walletId, year), used.fen()) == null;
                    }
                    return usedOn.put(new Spending.Day(walletId, day), used) == null;
                })
                .all()
                .then(Mono.fromSupplier(() -> new Spending(usedOn, spentIn)));
    }

    Mono<Void> save(Spending spending) {
        var days = List.copyOf(spending.days().entrySet());
        var years = List.copyOf(spending.years().entrySet());
        if (days.isEmpty()) {
            return Mono.empty();
        }
        return sql.sql("""
                with on_day as (
                    update spending s
                    set spent_fen = t.spent_fen, pin_free_fen = t.pin_free_fen, pin_free_count = t.pin_free_count
                    from unnest(:walletId, :day, :spentFen, :pinFreeFen, :pinFreeCount)
                        as t (wallet_id, day, spent_fen, pin_free_fen, pin_free_count)
                    where s.wallet_id = t.wallet_id and s.day = t.day
                )
                update spending_year s set spent_fen = t.spent_fen
                from unnest(:yearWalletId, :year, :yearSpentFen) as t (wallet_id, year, spent_fen)
                where s.wallet_id = t.wallet_id and s.year = t.year
                """)
                .bind("walletId", Columns.text(days, e -> e.getKey().walletId()))
                .bind("day", Columns.dates(days, e -> e.getKey().day()))
                .bind("spentFen", Columns.longs(days, e -> e.getValue().fen()))
                .bind("pinFreeFen", Columns.longs(days, e -> e.getValue().pinFreeFen()))
                .bind("pinFreeCount", Columns.ints(days, e -> e.getValue().pinFreeCount()))
                .bind("yearWalletId", Columns.text(years, e -> e.getKey().walletId()))
                .bind("year", Columns.ints(years, e -> e.getKey().year()))
                .bind("yearSpentFen", Columns.longs(years, Map.Entry::getValue))
                .then();
    }

    /// What a wallet has spent on a day and in its year, without a lock.
    Mono<Spending> find(String walletId, LocalDate day) {
        var key = new Spending.Day(walletId, day);
        var yearKey = new Spending.Year(walletId, day.getYear());
        return sql.sql("""
                select coalesce(d.spent_fen, 0) as spent_fen, coalesce(d.pin_free_fen, 0) as pin_free_fen,
                    coalesce(d.pin_free_count, 0) as pin_free_count, coalesce(y.spent_fen, 0) as year_fen
                from (values (:walletId, :day, :year)) as asked (wallet_id, day, year)
                left join spending d using (wallet_id, day)
                left join spending_year y using (wallet_id, year)
                """)
                .bind("walletId", walletId)
                .bind("day", day)
                .bind("year", day.getYear())
                .map(row -> new Spending(
                        Map.of(key, used(row)),
                        Map.of(yearKey, Objects.requireNonNull(row.get("year_fen", Long.class)))))
                .one();
    }

    private static Spending.Used used(Readable row) {
        return new Spending.Used(
                Objects.requireNonNull(row.get("spent_fen", Long.class)),
                Objects.requireNonNull(row.get("pin_free_fen", Long.class)),
                Objects.requireNonNull(row.get("pin_free_count", Integer.class)));
    }
}

package cn.jiaozi.payment.voucher;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.contracts.PurseFact;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Loads that have been closed, and the gaps that keep them from being settled.
@Component
class LoadStore {
    private final DatabaseClient client;

    LoadStore(DatabaseClient client) {
        this.client = client;
    }

    record Closed(String purseId, int load, Instant settledAt) {}

    /// Those that had not been known as closed. The caller has locked their purses.
    Mono<Void> close(List<PurseFact.Load> loads) {
        return client.sql("""
                        insert into closed_load (purse_id, load, base, last_counter)
                        select * from unnest(:purses, :loads, :bases, :lasts) on conflict do nothing
                        """)
                .bind("purses", Columns.text(loads, PurseFact.Load::purseId))
                .bind("loads", Columns.ints(loads, PurseFact.Load::number))
                .bind("bases", Columns.ints(loads, PurseFact.Load::counter))
                .bind(
                        "lasts",
                        Columns.ints(loads, load -> load.closing().orElseThrow().counter()))
                .then();
    }

    /// Those of these purses with a load that is closed and not settled.
    Mono<List<String>> open(Collection<String> purses) {
        return client.sql("""
                        select distinct purse_id from closed_load where settled_at is null and purse_id = any(:purses)
                        """)
                .bind("purses", purses.toArray(String[]::new))
                .mapValue(String.class)
                .all()
                .collectList();
    }

    /// Settles what has neither a gap nor a voucher that is still being paid, nor a copy that still waits.
    Mono<List<Closed>> settle(Collection<String> purses, Instant now) {
        return client.sql("""
                        update closed_load l set settled_at = :now
                        where l.settled_at is null and l.purse_id = any(:purses)
                          and not exists (select from counter_gap g
                                          where g.purse_id = l.purse_id and g.given_up_at is null
                                            and g.first <= l.last_counter and g.last > l.base)
                          and not exists (select from voucher_settlement s
                                          where s.purse_id = l.purse_id and s.load = l.load and s.state = 'ASKED')
                          and not exists (select from voucher_copy c where c.purse_id = l.purse_id and c.waits)
                        returning l.purse_id, l.load, l.settled_at
                        """)
                .bind("purses", purses.toArray(String[]::new))
                .bind("now", now)
                .map(LoadStore::closed)
                .all()
                .collectList();
    }

    Mono<List<Closed>> settledAfter(Instant since, String after, int atMost) {
        return client.sql("""
                        select purse_id, load, settled_at from closed_load
                        where settled_at >= :since and purse_id || '/' || load > :after
                        order by purse_id || '/' || load limit :at_most
                        """)
                .bind("since", since)
                .bind("after", after)
                .bind("at_most", atMost)
                .map(LoadStore::closed)
                .all()
                .collectList();
    }

    /// Purses whose gaps have waited too long.
    Mono<List<String>> waitedInVain(Instant since, int atMost) {
        return client.sql("""
                        select distinct purse_id from counter_gap where given_up_at is null and opened_at <= :since
                        limit :at_most
                        """)
                .bind("since", since)
                .bind("at_most", atMost)
                .mapValue(String.class)
                .all()
                .collectList();
    }

    /// The caller has locked the purses.
    Mono<Void> giveUp(Collection<String> purses, Instant since, Instant now) {
        return client.sql("""
                        update counter_gap set given_up_at = :now
                        where purse_id = any(:purses) and given_up_at is null and opened_at <= :since
                        """)
                .bind("purses", purses.toArray(String[]::new))
                .bind("since", since)
                .bind("now", now)
                .then();
    }

    private static Closed closed(Readable row) {
        return new Closed(
                Objects.requireNonNull(row.get("purse_id", String.class)),
                Objects.requireNonNull(row.get("load", Integer.class)),
                Objects.requireNonNull(row.get("settled_at", Instant.class)));
    }
}

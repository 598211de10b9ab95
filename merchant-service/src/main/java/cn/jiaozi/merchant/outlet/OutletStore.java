package cn.jiaozi.merchant.outlet;

import cn.jiaozi.chassis.Columns;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class OutletStore {
    private static final String SELECT = """
            select merchant_no, store_no, act_id, name, address, version, opened_at from outlet
            """;

    private final DatabaseClient client;

    OutletStore(DatabaseClient client) {
        this.client = client;
    }

    /// The next number of this merchant; locks the merchant's row, so two stores are opened one after the other.
    Mono<Integer> nextNumber(String merchantNo) {
        return client.sql("""
                        update merchant set last_outlet = last_outlet + 1 where merchant_no = :no returning last_outlet
                        """).bind("no", merchantNo).mapValue(Integer.class).one();
    }

    Mono<Boolean> insert(Outlet outlet) {
        var rows = List.of(outlet);
        return client.sql("""
                        insert into outlet (merchant_no, store_no, act_id, name, address, version, opened_at)
                        select * from unnest(:merchant_no, :store_no, :act_id, :name, :address, :version, :opened_at)
                        on conflict do nothing
                        """)
                .bind("merchant_no", Columns.text(rows, Outlet::merchantNo))
                .bind("store_no", Columns.text(rows, Outlet::storeNo))
                .bind("act_id", Columns.text(rows, Outlet::actId))
                .bind("name", Columns.text(rows, o -> o.content().name()))
                .bind("address", Columns.text(rows, o -> o.content().address().orElse(null)))
                .bind("version", Columns.longs(rows, Outlet::version))
                .bind("opened_at", Columns.instants(rows, Outlet::openedAt))
                .fetch()
                .rowsUpdated()
                .map(count -> count == 1);
    }

    Mono<Outlet> find(String merchantNo, String actId) {
        return client.sql(SELECT + " where merchant_no = :no and act_id = :act")
                .bind("no", merchantNo)
                .bind("act", actId)
                .map(OutletStore::outlet)
                .one();
    }

    Mono<Outlet> numbered(String merchantNo, String storeNo) {
        return client.sql(SELECT + " where merchant_no = :no and store_no = :store")
                .bind("no", merchantNo)
                .bind("store", storeNo)
                .map(OutletStore::outlet)
                .one();
    }

    /// The next ones, in the order of merchants and their stores.
    Mono<List<Outlet>> after(String merchantNo, String storeNo, int atMost) {
        return client.sql(SELECT + """
                         where (merchant_no, store_no) > (:merchant, :store)
                        order by merchant_no, store_no limit :at_most
                        """)
                .bind("merchant", merchantNo)
                .bind("store", storeNo)
                .bind("at_most", atMost)
                .map(OutletStore::outlet)
                .all()
                .collectList();
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static Outlet outlet(Readable row) {
        return new Outlet(
                row.get("merchant_no", String.class),
                row.get("store_no", String.class),
                row.get("act_id", String.class),
                new Outlet.Content(
                        row.get("name", String.class), Optional.ofNullable(row.get("address", String.class))),
                row.get("version", Long.class),
                row.get("opened_at", Instant.class));
    }
}

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
            select merchant_no, store_no, act_id, name, address, wallet_id, settlement_account_tail, state, opened_by,
                   version, opened_at
            from outlet
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

    /// False where the id was used before, and where the wallet is another store's, or a merchant's.
    Mono<Boolean> insert(Outlet outlet) {
        var rows = List.of(outlet);
        return client.sql("""
                        insert into outlet (merchant_no, store_no, act_id, name, address, wallet_id,
                                            settlement_account_tail, state, opened_by, version, opened_at)
                        select * from unnest(:merchant_no, :store_no, :act_id, :name, :address, :wallet_id, :tail,
                                             :state, :opened_by, :version, :opened_at)
                            as o (merchant_no, store_no, act_id, name, address, wallet_id)
                        where not exists (select from merchant m where m.wallet_id = o.wallet_id)
                        on conflict do nothing
                        """)
                .bind("merchant_no", Columns.text(rows, Outlet::merchantNo))
                .bind("store_no", Columns.text(rows, Outlet::storeNo))
                .bind("act_id", Columns.text(rows, Outlet::actId))
                .bind("name", Columns.text(rows, o -> o.content().name()))
                .bind("address", Columns.text(rows, o -> o.content().address().orElse(null)))
                .bind(
                        "wallet_id",
                        Columns.text(rows, o -> o.content().walletId().orElse(null)))
                .bind(
                        "tail",
                        Columns.text(
                                rows, o -> o.content().settlementAccountTail().orElse(null)))
                .bind("state", Columns.text(rows, o -> o.state().name()))
                .bind("opened_by", Columns.text(rows, o -> o.openedBy().orElse(null)))
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

    Mono<Void> save(Outlet decided) {
        return client.sql("update outlet set state = :state where merchant_no = :no and store_no = :store")
                .bind("state", decided.state().name())
                .bind("no", decided.merchantNo())
                .bind("store", decided.storeNo())
                .then();
    }

    Mono<Outlet> numbered(String merchantNo, String storeNo) {
        return client.sql(SELECT + " where merchant_no = :no and store_no = :store")
                .bind("no", merchantNo)
                .bind("store", storeNo)
                .map(OutletStore::outlet)
                .one();
    }

    /// The next ones of a merchant, in the order of their numbers.
    Mono<List<Outlet>> of(String merchantNo, String after, int atMost) {
        return client.sql(SELECT + """
                         where merchant_no = :no and store_no > :after order by store_no limit :at_most
                        """)
                .bind("no", merchantNo)
                .bind("after", after)
                .bind("at_most", atMost)
                .map(OutletStore::outlet)
                .all()
                .collectList();
    }

    /// The next open ones, in the order of merchants and their stores.
    Mono<List<Outlet>> after(String merchantNo, String storeNo, int atMost) {
        return client.sql(SELECT + """
                         where (merchant_no, store_no) > (:merchant, :store) and state = 'OPEN'
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
                        row.get("name", String.class),
                        Optional.ofNullable(row.get("address", String.class)),
                        Optional.ofNullable(row.get("wallet_id", String.class)),
                        Optional.ofNullable(row.get("settlement_account_tail", String.class))),
                Outlet.State.valueOf(row.get("state", String.class)),
                Optional.ofNullable(row.get("opened_by", String.class)),
                row.get("version", Long.class),
                row.get("opened_at", Instant.class));
    }
}

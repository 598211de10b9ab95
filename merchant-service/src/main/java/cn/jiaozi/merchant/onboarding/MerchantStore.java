package cn.jiaozi.merchant.onboarding;

import cn.jiaozi.chassis.Columns;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class MerchantStore {
    private static final String SELECT = """
            select merchant_no, requested_by, act_id, name, mcc, uscc, wallet_id, party, branch_code, state, version,
                   registered_at
            from merchant
            """;

    private final DatabaseClient client;

    MerchantStore(DatabaseClient client) {
        this.client = client;
    }

    Mono<Long> nextSerial() {
        return client.sql("select nextval('merchant_serial')")
                .mapValue(Long.class)
                .one();
    }

    /// True when neither the id nor the credit code was used before; waits for whoever is about to use them.
    Mono<Boolean> insert(Merchant merchant) {
        var rows = List.of(merchant);
        return client.sql("""
                        insert into merchant (merchant_no, requested_by, act_id, name, mcc, uscc, wallet_id, party,
                                              branch_code, state, version, registered_at)
                        select * from unnest(:merchant_no, :requested_by, :act_id, :name, :mcc, :uscc, :wallet_id,
                                             :party, :branch_code, :state, :version, :registered_at)
                        on conflict do nothing
                        """)
                .bind("merchant_no", Columns.text(rows, Merchant::merchantNo))
                .bind("requested_by", Columns.text(rows, Merchant::requestedBy))
                .bind("act_id", Columns.text(rows, Merchant::actId))
                .bind("name", Columns.text(rows, m -> m.registration().name()))
                .bind("mcc", Columns.text(rows, m -> m.registration().mcc()))
                .bind("uscc", Columns.text(rows, m -> m.registration().uscc()))
                .bind("wallet_id", Columns.text(rows, m -> m.registration().walletId()))
                .bind("party", Columns.text(rows, Merchant::party))
                .bind(
                        "branch_code",
                        Columns.text(rows, m -> m.registration().branchCode().orElseThrow()))
                .bind("state", Columns.text(rows, m -> m.state().name()))
                .bind("version", Columns.longs(rows, Merchant::version))
                .bind("registered_at", Columns.instants(rows, Merchant::registeredAt))
                .fetch()
                .rowsUpdated()
                .map(count -> count == 1);
    }

    Mono<Merchant> find(String merchantNo) {
        return client.sql(SELECT + " where merchant_no = :no")
                .bind("no", merchantNo)
                .map(MerchantStore::merchant)
                .one();
    }

    Mono<List<Merchant>> find(Collection<String> merchantNos) {
        return client.sql(SELECT + " where merchant_no = any(:nos)")
                .bind("nos", Columns.text(merchantNos, no -> no))
                .map(MerchantStore::merchant)
                .all()
                .collectList();
    }

    /// The next ones, in the order of their numbers.
    Mono<List<Merchant>> after(String merchantNo, int atMost) {
        return client.sql(SELECT + " where merchant_no > :no order by merchant_no limit :at_most")
                .bind("no", merchantNo)
                .bind("at_most", atMost)
                .map(MerchantStore::merchant)
                .all()
                .collectList();
    }

    Mono<Merchant> find(String requestedBy, String actId) {
        return client.sql(SELECT + " where requested_by = :by and act_id = :act")
                .bind("by", requestedBy)
                .bind("act", actId)
                .map(MerchantStore::merchant)
                .one();
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static Merchant merchant(Readable row) {
        return new Merchant(
                row.get("merchant_no", String.class),
                row.get("requested_by", String.class),
                row.get("act_id", String.class),
                new Registration(
                        row.get("name", String.class),
                        row.get("mcc", String.class),
                        row.get("uscc", String.class),
                        row.get("wallet_id", String.class),
                        row.get("party", String.class),
                        Optional.of(row.get("branch_code", String.class))),
                Merchant.MerchantState.valueOf(row.get("state", String.class)),
                row.get("version", Long.class),
                row.get("registered_at", Instant.class));
    }
}

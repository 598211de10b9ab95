package cn.jiaozi.payment.payee;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.contracts.Payee;
import cn.jiaozi.contracts.WalletParty;
import io.r2dbc.spi.Readable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class PayeeStore {
    private static final String SELECT = """
            select merchant_no, store_no, name, mcc, wallet_id, operator, party, active, version,
                   refund_advance_fen
            from payee
            """;

    private final DatabaseClient client;

    PayeeStore(DatabaseClient client) {
        this.client = client;
    }

    /// Keeps the newer version, whatever the order of arrival; each key may be there only once.
    Mono<Void> keep(List<Payee> payees) {
        return client.sql("""
                        insert into payee as p
                            (key, merchant_no, store_no, name, mcc, wallet_id, operator, party, active, version,
                             refund_advance_fen)
                        select * from unnest(:key, :merchant_no, :store_no, :name, :mcc, :wallet_id, :operator, :party,
                                             :active, :version, :refund_advance_fen) as u (key)
                        order by key
                        on conflict (key) do update
                        set name = excluded.name, mcc = excluded.mcc, wallet_id = excluded.wallet_id, operator = excluded.operator,
                            party = excluded.party, active = excluded.active, version = excluded.version,
                            refund_advance_fen = excluded.refund_advance_fen
                        where p.version < excluded.version
                        """)
                .bind("key", Columns.text(payees, Payee::key))
                .bind("merchant_no", Columns.text(payees, Payee::merchantNo))
                .bind("store_no", Columns.text(payees, p -> p.storeNo().orElse(null)))
                .bind("name", Columns.text(payees, Payee::name))
                .bind("mcc", Columns.text(payees, p -> p.mcc().orElse(null)))
                .bind("wallet_id", Columns.text(payees, p -> p.wallet().walletId()))
                .bind("operator", Columns.text(payees, p -> p.wallet().operator()))
                .bind("party", Columns.text(payees, Payee::party))
                .bind("active", Columns.booleans(payees, Payee::active))
                .bind("version", Columns.longs(payees, Payee::version))
                .bind(
                        "refund_advance_fen",
                        Columns.longs(payees, p -> p.refundAdvanceFen().orElse(null)))
                .then();
    }

    Mono<Payee> find(String key) {
        return client.sql(SELECT + " where key = :key")
                .bind("key", key)
                .map(PayeeStore::payee)
                .one();
    }

    Mono<Map<String, Payee>> find(Collection<String> keys) {
        return client.sql(SELECT + " where key = any(:keys)")
                .bind("keys", keys.toArray(String[]::new))
                .map(PayeeStore::payee)
                .all()
                .collectMap(Payee::key);
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static Payee payee(Readable row) {
        return new Payee(
                row.get("merchant_no", String.class),
                Optional.ofNullable(row.get("store_no", String.class)),
                row.get("name", String.class),
                Optional.ofNullable(row.get("mcc", String.class)),
                new WalletParty(row.get("wallet_id", String.class), row.get("operator", String.class)),
                row.get("party", String.class),
                row.get("active", Boolean.class),
                row.get("version", Long.class),
                Optional.ofNullable(row.get("refund_advance_fen", Long.class)));
    }
}

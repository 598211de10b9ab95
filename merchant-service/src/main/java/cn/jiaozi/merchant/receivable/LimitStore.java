package cn.jiaozi.merchant.receivable;

import cn.jiaozi.chassis.Columns;
import io.r2dbc.spi.Readable;
import java.util.Collection;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class LimitStore {
    private final DatabaseClient client;

    LimitStore(DatabaseClient client) {
        this.client = client;
    }

    /// The wallets of some merchants and their stores whose limit the ledger was not asked for; it counts
    /// as asked from here on.
    Mono<List<String>> takeUnasked(int atMost) {
        return client.sql("""
                        with unasked as (
                            select merchant_no from merchant where advance_to_ask
                            order by merchant_no limit :at_most for update skip locked)
                        update merchant m set advance_to_ask = false
                        from unasked u join payee_wallet w using (merchant_no) where m.merchant_no = u.merchant_no
                        returning w.wallet_id
                        """)
                .bind("at_most", atMost)
                .mapValue(String.class)
                .all()
                .collectList();
    }

    /// Each wallet may owe as much as its merchant; of several merchants that had a wallet one after the
    /// other, only one is advanced anything. They are locked before versions are drawn, so that a limit
    /// from before a change has none above the change's.
    Mono<List<Limit>> limits(Collection<String> walletIds) {
        return client.sql("""
                        with locked as materialized (
                            select w.wallet_id, m.advance_fen
                            from payee_wallet w join merchant m using (merchant_no)
                            where w.wallet_id = any(:ids) order by merchant_no for share of m)
                        select wallet_id, limit_fen, nextval('advance_limit_version') as version
                        from (select wallet_id, max(advance_fen) as limit_fen from locked
                              group by wallet_id order by wallet_id) w
                        """)
                .bind("ids", Columns.text(walletIds, id -> id))
                .map(LimitStore::limit)
                .all()
                .collectList();
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static Limit limit(Readable row) {
        return new Limit(
                row.get("wallet_id", String.class), row.get("limit_fen", Long.class), row.get("version", Long.class));
    }
}

package cn.jiaozi.merchant.payout;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.merchant.outlet.WalletOwner;
import java.util.Map;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// What was sold since the last payout, of merchants that are paid out by their sales.
@Component
class TurnoverStore {
    private final DatabaseClient client;

    TurnoverStore(DatabaseClient client) {
        this.client = client;
    }

    /// @param soldFen by store, refunds taken off; it counts for the wallet that the store takes
    /// @return of how many wallets, that are paid out by their sales
    Mono<Long> add(Map<WalletOwner, Long> soldFen) {
        var rows = soldFen.entrySet();
        return client.sql("""
                        insert into payout_turnover (merchant_no, store_no, sold_fen)
                        select merchant_no, coalesce(w.store_no, '') as wallet_store, sum(t.fen)
                        from unnest(:merchant_no, :store_no, :fen) as t (merchant_no, store_no, fen)
                        left join payee_wallet w using (merchant_no, store_no)
                        where exists (select from payout_plan p where p.merchant_no = t.merchant_no
                                      and p.schedule in ('EACH', 'THRESHOLD'))
                        group by 1, 2
                        order by 1, 2
                        on conflict (merchant_no, store_no) do update
                        set sold_fen = payout_turnover.sold_fen + excluded.sold_fen
                        """)
                .bind("merchant_no", Columns.text(rows, row -> row.getKey().merchantNo()))
                .bind("store_no", Columns.text(rows, row -> row.getKey().storeColumn()))
                .bind("fen", Columns.longs(rows, Map.Entry::getValue))
                .fetch()
                .rowsUpdated();
    }
}

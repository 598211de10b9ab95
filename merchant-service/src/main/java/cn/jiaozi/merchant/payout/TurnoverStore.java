package cn.jiaozi.merchant.payout;

import cn.jiaozi.chassis.Columns;
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

    /// @param soldFen by merchant, refunds taken off
    /// @return how many of them are paid out by their sales
    Mono<Long> add(Map<String, Long> soldFen) {
        var rows = soldFen.entrySet();
        return client.sql("""
                        insert into payout_turnover (merchant_no, sold_fen)
                        select t.merchant_no, t.fen from unnest(:merchant_no, :fen) as t (merchant_no, fen)
                        where exists (select from payout_plan p where p.merchant_no = t.merchant_no
                                      and p.schedule in ('EACH', 'THRESHOLD'))
                        order by 1
                        on conflict (merchant_no) do update
                        set sold_fen = payout_turnover.sold_fen + excluded.sold_fen
                        """)
                .bind("merchant_no", Columns.text(rows, Map.Entry::getKey))
                .bind("fen", Columns.longs(rows, Map.Entry::getValue))
                .fetch()
                .rowsUpdated();
    }
}

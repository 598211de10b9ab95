package cn.jiaozi.merchant.reconciliation;

import cn.jiaozi.chassis.Columns;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class HoldStore {
    private final DatabaseClient client;

    HoldStore(DatabaseClient client) {
        this.client = client;
    }

    /// What has ended stays ended, in whatever order and however often it is told.
    Mono<Void> keep(List<Hold> holds) {
        return client.sql("""
                        insert into reconciliation_hold as h (business_id, state, accounting_date, at)
                        select distinct on (business_id) business_id, state, accounting_date, at
                        from unnest(:business_id, :state, :accounting_date, :at)
                            as told (business_id, state, accounting_date, at)
                        order by business_id, state = 'HELD'
                        on conflict (business_id) do update
                        set state = excluded.state, accounting_date = excluded.accounting_date, at = excluded.at
                        where h.state = 'HELD' and excluded.state <> 'HELD'
                        """)
                .bind("business_id", Columns.text(holds, Hold::businessId))
                .bind("state", Columns.text(holds, hold -> hold.state().name()))
                .bind("accounting_date", Columns.dates(holds, Hold::date))
                .bind("at", Columns.instants(holds, Hold::at))
                .then();
    }
}

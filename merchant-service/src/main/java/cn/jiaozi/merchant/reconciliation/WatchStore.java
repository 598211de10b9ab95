package cn.jiaozi.merchant.reconciliation;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class WatchStore {
    private final DatabaseClient client;

    WatchStore(DatabaseClient client) {
        this.client = client;
    }

    Mono<List<ItemWatchJob.Waiting>> items() {
        return client.sql("""
                        select mark, count(*) as count, min(opened_at) as oldest_at
                        from reconciliation_item where state <> 'CLEARED' group by mark
                        """)
                .map(row -> new ItemWatchJob.Waiting(
                        Mark.valueOf(requireNonNull(row.get("mark", String.class))),
                        requireNonNull(row.get("count", Long.class)),
                        requireNonNull(row.get("oldest_at", Instant.class))))
                .all()
                .collectList();
    }

    /// Since when days wait for the core's file: the end of the calendar day that they are named after.
    Mono<List<Instant>> fileless() {
        return client.sql("""
                        select ((accounting_date + 1)::timestamp at time zone 'Asia/Shanghai') as since
                        from reconciliation where step = 'CORE_FILE'
                        """).mapValue(Instant.class).all().collectList();
    }
}

package cn.jiaozi.merchant.fee;

import cn.jiaozi.merchant.standing.Unfinished;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class BacklogStore implements Unfinished {
    private final DatabaseClient client;

    BacklogStore(DatabaseClient client) {
        this.client = client;
    }

    Mono<Backlog> find() {
        return client.sql("""
                        select count(*) filter (where state = 'REQUESTED') as asked,
                               min(requested_at) filter (where state = 'REQUESTED') as oldest_asked,
                               count(*) filter (where state = 'REJECTED') as owed,
                               coalesce(sum(amount_fen) filter (where state = 'REJECTED'), 0)::bigint as owed_fen,
                               min(requested_at) filter (where state = 'REJECTED') as oldest_owed,
                               (select count(*) from fee_refund_waiting) as refunds,
                               (select min(heard_at) from fee_refund_waiting) as oldest_refund
                        from fee where state <> 'POSTED'
                        """).map(BacklogStore::backlog).one();
    }

    @Override
    public Mono<String> of(String merchantNo) {
        return client.sql("select count(*) from fee where merchant_no = :no and state <> 'POSTED' having count(*) > 0")
                .bind("no", merchantNo)
                .mapValue(Long.class)
                .one()
                .map(count -> count == 1 ? "1 fee is not posted" : count + " fees are not posted");
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static Backlog backlog(Readable row) {
        return new Backlog(
                row.get("asked", Long.class),
                Optional.ofNullable(row.get("oldest_asked", Instant.class)),
                row.get("owed", Long.class),
                row.get("owed_fen", Long.class),
                Optional.ofNullable(row.get("oldest_owed", Instant.class)),
                row.get("refunds", Long.class),
                Optional.ofNullable(row.get("oldest_refund", Instant.class)));
    }
}

package cn.jiaozi.payment.reversal;

import cn.jiaozi.contracts.Reason;
import cn.jiaozi.payment.order.OrderId;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class ReversalStore {
    private static final String SELECT = """
            select merchant_no, order_id, requested_by, amount_fen, attempt, state, reason, requested_at, ended_at
            from reversal
            """;

    private final DatabaseClient client;

    ReversalStore(DatabaseClient client) {
        this.client = client;
    }

    Mono<Reversal> find(OrderId order) {
        return client.sql(SELECT + " where merchant_no = :no and order_id = :id")
                .bind("no", order.merchantNo())
                .bind("id", order.orderId())
                .map(ReversalStore::reversal)
                .one();
    }

    /// The caller has locked the order, so nobody else writes it.
    Mono<Void> keep(Reversal reversal) {
        return client.sql("""
                        insert into reversal (merchant_no, order_id, requested_by, amount_fen, attempt, state, reason,
                                              requested_at, ended_at)
                        values (:no, :id, :by, :amount, :attempt, :state, :reason, :requested, :ended)
                        on conflict (merchant_no, order_id) do update
                        set attempt = excluded.attempt, state = excluded.state, reason = excluded.reason,
                            ended_at = excluded.ended_at
                        """)
                .bind("no", reversal.order().merchantNo())
                .bind("id", reversal.order().orderId())
                .bind("by", reversal.requestedBy())
                .bind("amount", reversal.amountFen())
                .bind("attempt", reversal.attempt())
                .bind("state", reversal.state().name())
                .bind(
                        "reason",
                        Parameters.in(
                                R2dbcType.VARCHAR,
                                reversal.reason().map(Reason::name).orElse(null)))
                .bind("requested", reversal.requestedAt())
                .bind(
                        "ended",
                        Parameters.in(
                                R2dbcType.TIMESTAMP_WITH_TIME_ZONE,
                                reversal.endedAt()
                                        .map(at -> at.atOffset(ZoneOffset.UTC))
                                        .orElse(null)))
                .then();
    }

    Mono<List<OrderId>> open(int atMost) {
        return client.sql("""
                        select merchant_no, order_id from reversal where state = 'REQUESTED'
                        order by requested_at limit :at_most
                        """)
                .bind("at_most", atMost)
                .map(ReversalStore::order)
                .all()
                .collectList();
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static OrderId order(Readable row) {
        return new OrderId(row.get("merchant_no", String.class), row.get("order_id", String.class));
    }

    @SuppressWarnings("NullAway")
    private static Reversal reversal(Readable row) {
        return new Reversal(
                order(row),
                row.get("requested_by", String.class),
                row.get("amount_fen", Long.class),
                row.get("attempt", Integer.class),
                Reversal.State.valueOf(row.get("state", String.class)),
                Optional.ofNullable(row.get("reason", String.class)).map(Reason::valueOf),
                row.get("requested_at", Instant.class),
                Optional.ofNullable(row.get("ended_at", Instant.class)));
    }
}

package cn.jiaozi.payment.order;

import cn.jiaozi.chassis.Columns;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class OrderStore {
    private static final String COLUMNS = """
            merchant_no, order_id, amount_fen, store_no, subject, expire_minutes, state, payment_id, created_at,
            expires_at, reversing
            """;

    private final DatabaseClient client;

    OrderStore(DatabaseClient client) {
        this.client = client;
    }

    /// Says how many of the orders were not there before. In the order of their ids, so that two batches never wait
    /// for each other in a ring.
    Mono<Long> insert(List<Order> rows) {
        return client.sql("""
                        insert into merchant_order (merchant_no, order_id, amount_fen, store_no, subject,
                                                    expire_minutes, state, created_at, expires_at, reversing)
                        select * from unnest(:merchant_no, :order_id, :amount_fen, :store_no, :subject,
                                             :expire_minutes, :state, :created_at, :expires_at, :reversing)
                            as u (merchant_no, order_id)
                        order by merchant_no, order_id
                        on conflict do nothing
                        """)
                .bind("merchant_no", Columns.text(rows, Order::merchantNo))
                .bind("order_id", Columns.text(rows, Order::orderId))
                .bind("amount_fen", Columns.longs(rows, o -> o.content().amountFen()))
                .bind("store_no", Columns.text(rows, o -> o.content().storeNo().orElse(null)))
                .bind("subject", Columns.text(rows, o -> o.content().subject()))
                .bind("expire_minutes", Columns.ints(rows, o -> o.content().minutes()))
                .bind("state", Columns.text(rows, o -> o.state().name()))
                .bind("created_at", Columns.instants(rows, Order::createdAt))
                .bind("expires_at", Columns.instants(rows, Order::expiresAt))
                .bind("reversing", Columns.booleans(rows, Order::reversing))
                .fetch()
                .rowsUpdated();
    }

    Mono<Order> find(String merchantNo, String orderId) {
        return client.sql("select " + COLUMNS + " from merchant_order where merchant_no = :no and order_id = :id")
                .bind("no", merchantNo)
                .bind("id", orderId)
                .map(OrderStore::order)
                .one();
    }

    /// Locks in id order, so that two batches never wait for each other in a ring.
    Mono<Map<OrderId, Order>> lock(Collection<OrderId> ids) {
        return client.sql("select " + COLUMNS + """
                        from merchant_order
                        where (merchant_no, order_id) in (select * from unnest(:no, :id))
                        order by merchant_no, order_id
                        for update
                        """)
                .bind("no", Columns.text(ids, OrderId::merchantNo))
                .bind("id", Columns.text(ids, OrderId::orderId))
                .map(OrderStore::order)
                .all()
                .collectMap(Order::id);
    }

    /// Compare-and-set from OPEN; says how many have moved.
    Mono<Long> claim(Map<OrderId, UUID> claims) {
        var rows = List.copyOf(claims.entrySet());
        return client.sql("""
                        update merchant_order o set state = 'CLAIMED', payment_id = c.payment_id
                        from unnest(:no, :id, :payment) as c (no, id, payment_id)
                        where o.merchant_no = c.no and o.order_id = c.id and o.state = 'OPEN'
                        """)
                .bind("no", Columns.text(rows, e -> e.getKey().merchantNo()))
                .bind("id", Columns.text(rows, e -> e.getKey().orderId()))
                .bind("payment", Columns.uuids(rows, Map.Entry::getValue))
                .fetch()
                .rowsUpdated();
    }

    Mono<Boolean> close(Order order) {
        return client.sql("""
                        update merchant_order set state = 'CLOSED'
                        where merchant_no = :no and order_id = :id and state = 'OPEN'
                        """)
                .bind("no", order.merchantNo())
                .bind("id", order.orderId())
                .fetch()
                .rowsUpdated()
                .map(count -> count == 1);
    }

    /// Compare-and-set from CLAIMED by that payment.
    Mono<Void> conclude(List<Conclusion> conclusions, Instant now) {
        return client.sql("""
                        update merchant_order o
                        set state = case when c.paid then 'PAID' when o.reversing then 'REVERSED'
                                         when o.expires_at <= :now then 'EXPIRED' else 'OPEN' end,
                            payment_id = case when c.paid then o.payment_id end
                        from unnest(:no, :id, :payment, :paid) as c (no, id, payment_id, paid)
                        where o.merchant_no = c.no and o.order_id = c.id
                          and o.state = 'CLAIMED' and o.payment_id = c.payment_id
                        """)
                .bind("now", now)
                .bind("no", Columns.text(conclusions, c -> c.order().merchantNo()))
                .bind("id", Columns.text(conclusions, c -> c.order().orderId()))
                .bind("payment", Columns.uuids(conclusions, Conclusion::paymentId))
                .bind("paid", Columns.booleans(conclusions, Conclusion::paid))
                .then();
    }

    /// The caller has locked the order.
    Mono<Void> reverse(Order order) {
        return client.sql("""
                        update merchant_order set state = :state, reversing = true
                        where merchant_no = :no and order_id = :id
                        """)
                .bind("state", order.state().name())
                .bind("no", order.merchantNo())
                .bind("id", order.orderId())
                .then();
    }

    Mono<Long> expire(Instant now, int atMost) {
        return client.sql("""
                        update merchant_order set state = 'EXPIRED'
                        where state = 'OPEN' and (merchant_no, order_id) in (
                            select merchant_no, order_id from merchant_order
                            where state = 'OPEN' and expires_at <= :now
                            order by merchant_no, order_id limit :at_most
                            for update skip locked)
                        """).bind("now", now).bind("at_most", atMost).fetch().rowsUpdated();
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static Order order(Readable row) {
        return new Order(
                row.get("merchant_no", String.class),
                row.get("order_id", String.class),
                new OrderContent(
                        row.get("amount_fen", Long.class),
                        Optional.ofNullable(row.get("store_no", String.class)),
                        row.get("subject", String.class),
                        Optional.of(row.get("expire_minutes", Integer.class))),
                OrderState.valueOf(row.get("state", String.class)),
                Optional.ofNullable(row.get("payment_id", UUID.class)),
                row.get("created_at", Instant.class),
                row.get("expires_at", Instant.class),
                row.get("reversing", Boolean.class));
    }
}

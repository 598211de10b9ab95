package cn.jiaozi.payment.refund;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.chassis.Json;
import cn.jiaozi.contracts.PaymentEvent.RefundRequested;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.payment.payment.StandingStore;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Component
class RefundStore {
    private static final String SELECT = """
            select id, payment_id, requested_by, act_id, amount_fen, remark, state, reason, requested_at, ended_at,
                   height, accounting_date, authorized_at, posted_at, legs
            from refund
            """;

    private final DatabaseClient client;

    RefundStore(DatabaseClient client) {
        this.client = client;
    }

    /// The caller holds the payment's row lock and has seen that the id is new.
    Mono<Void> insert(Refund refund, Optional<RefundRequested> request, Instant nextHealAt) {
        var rows = List.of(refund);
        return client.sql("""
                        insert into refund (id, payment_id, requested_by, act_id, amount_fen, remark, state, reason,
                                            requested_at, ended_at, request, next_heal_at)
                        select * from unnest(:id, :payment_id, :requested_by, :act_id, :amount_fen, :remark, :state,
                                             :reason, :requested_at, :ended_at, :request, :next_heal_at)
                        """)
                .bind("id", Columns.uuids(rows, Refund::id))
                .bind("payment_id", Columns.uuids(rows, Refund::paymentId))
                .bind("requested_by", Columns.text(rows, Refund::requestedBy))
                .bind("act_id", Columns.text(rows, Refund::actId))
                .bind("amount_fen", Columns.longs(rows, r -> r.content().amountFen()))
                .bind("remark", Columns.text(rows, r -> r.content().remark().orElse(null)))
                .bind("state", Columns.text(rows, r -> r.standing().state().name()))
                .bind(
                        "reason",
                        Columns.text(
                                rows,
                                r -> r.standing().reason().map(Reason::name).orElse(null)))
                .bind("requested_at", Columns.instants(rows, Refund::requestedAt))
                .bind(
                        "ended_at",
                        Columns.instants(rows, r -> r.standing().endedAt().orElse(null)))
                .bind(
                        "request",
                        Columns.text(rows, _ -> request.map(Json::write).orElse(null)))
                .bind(
                        "next_heal_at",
                        Columns.instants(rows, _ -> request.map(_ -> nextHealAt).orElse(null)))
                .then();
    }

    Mono<Refund> find(UUID paymentId, String actId) {
        return client.sql(SELECT + " where payment_id = :payment and act_id = :act")
                .bind("payment", paymentId)
                .bind("act", actId)
                .map(RefundStore::refund)
                .one();
    }

    Flux<Refund> of(UUID paymentId) {
        return client.sql(SELECT + " where payment_id = :payment order by requested_at, id")
                .bind("payment", paymentId)
                .map(RefundStore::refund)
                .all();
    }

    /// Which payments these refunds are of; that never changes, so no lock is needed.
    Mono<List<UUID>> payments(Collection<UUID> ids) {
        return client.sql("select distinct payment_id from refund where id = any(:ids)")
                .bind("ids", ids.toArray(UUID[]::new))
                .mapValue(UUID.class)
                .all()
                .collectList();
    }

    Mono<List<Refund>> lock(Collection<UUID> ids) {
        return client.sql(SELECT + " where id = any(:ids) order by id for update")
                .bind("ids", ids.toArray(UUID[]::new))
                .map(RefundStore::refund)
                .all()
                .collectList();
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static Refund refund(Readable row) {
        return new Refund(
                row.get("id", UUID.class),
                row.get("payment_id", UUID.class),
                row.get("requested_by", String.class),
                row.get("act_id", String.class),
                new RefundContent(
                        row.get("amount_fen", Long.class), Optional.ofNullable(row.get("remark", String.class))),
                StandingStore.standing(row),
                row.get("requested_at", Instant.class));
    }
}

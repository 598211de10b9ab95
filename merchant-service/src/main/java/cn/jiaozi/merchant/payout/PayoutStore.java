package cn.jiaozi.merchant.payout;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.merchant.page.Cursor;
import cn.jiaozi.merchant.standing.Unfinished;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class PayoutStore implements Unfinished {
    private final DatabaseClient client;

    /// Payouts of one state.
    record Sum(PayoutState state, long count, long amountFen, Optional<Instant> oldest) {}

    /// A payout that is announced again.
    record Due(Payout payout, int asks) {}

    PayoutStore(DatabaseClient client) {
        this.client = client;
    }

    /// @param id of the payout, or the one that its asker gave it; they differ in length
    Mono<Payout> find(String merchantNo, String id) {
        return client.sql("select * from payout where merchant_no = :no and (payout_id = :id or act_id = :id)")
                .bind("no", merchantNo)
                .bind("id", id)
                .map(PayoutRow::payout)
                .one();
    }

    /// Newest first.
    Mono<List<Payout>> page(String merchantNo, Optional<LocalDate> dueOn, Cursor before, int limit) {
        return client.sql("""
                        select * from payout
                        where merchant_no = :no and (:due_on::date is null or due_on = :due_on)
                          and (planned_at, payout_id) < (:at, :id)
                        order by planned_at desc, payout_id desc limit :limit
                        """)
                .bind("no", merchantNo)
                .bind("due_on", PlanStore.orNull(R2dbcType.DATE, dueOn.orElse(null)))
                .bind("at", before.at())
                .bind("id", before.id())
                .bind("limit", limit)
                .map(PayoutRow::payout)
                .all()
                .collectList();
    }

    /// Its money must be where it belongs before a merchant is closed.
    @Override
    public Mono<String> of(String merchantNo) {
        return client.sql("select count(*) as count from payout where merchant_no = :no and ended_at is null")
                .bind("no", merchantNo)
                .map(row -> Objects.requireNonNull(row.get("count", Long.class)))
                .one()
                .filter(count -> count > 0)
                .map(count -> count + " payouts are under way");
    }

    Mono<List<Payout>> lock(Collection<String> businessIds) {
        return client.sql("select * from payout where business_id = any(:ids) order by business_id for update")
                .bind("ids", Columns.text(businessIds, id -> id))
                .map(PayoutRow::payout)
                .all()
                .collectList();
    }

    /// Stores what was heard of payouts that were locked before. Who has ended is not announced again.
    Mono<Void> save(List<Payout> payouts) {
        if (payouts.isEmpty()) {
            return Mono.empty();
        }
        return client.sql("""
                        update payout p
                        set state = t.state, amount_fen = t.amount_fen, held_on = t.held_on, paid_on = t.paid_on,
                            accounting_date = coalesce(t.paid_on, t.held_on), returned_on = t.returned_on, moved = t.moved, bank_ref = t.bank_ref, reason = t.reason,
                            paid_at = t.paid_at, back_at = t.back_at, refused_at = t.refused_at,
                            returned_at = t.returned_at, ended_at = t.ended_at,
                            ask_at = case when t.ended_at is null then p.ask_at end
                        from unnest(:business_id, :state, :amount_fen, :held_on, :paid_on, :returned_on, :moved,
                                    :bank_ref, :reason, :paid_at, :back_at, :refused_at, :returned_at, :ended_at)
                             as t (business_id, state, amount_fen, held_on, paid_on, returned_on, moved, bank_ref,
                                   reason, paid_at, back_at, refused_at, returned_at, ended_at)
                        where p.business_id = t.business_id
                        """)
                .bind("business_id", Columns.text(payouts, Payout::businessId))
                .bind("state", Columns.text(payouts, p -> p.state().name()))
                .bind(
                        "amount_fen",
                        Columns.longs(payouts, p -> p.heard().amountFen().orElse(null)))
                .bind("held_on", Columns.dates(payouts, p -> p.heard().heldOn().orElse(null)))
                .bind("paid_on", Columns.dates(payouts, p -> p.heard().paidOn().orElse(null)))
                .bind(
                        "returned_on",
                        Columns.dates(payouts, p -> p.heard().returnedOn().orElse(null)))
                .bind(
                        "moved",
                        Columns.text(
                                payouts, p -> p.heard().moved().map(Enum::name).orElse(null)))
                .bind("bank_ref", Columns.text(payouts, p -> p.heard().bankRef().orElse(null)))
                .bind(
                        "reason",
                        Columns.text(
                                payouts, p -> p.heard().reason().map(Enum::name).orElse(null)))
                .bind(
                        "paid_at",
                        Columns.instants(payouts, p -> p.heard().paidAt().orElse(null)))
                .bind(
                        "back_at",
                        Columns.instants(payouts, p -> p.heard().backAt().orElse(null)))
                .bind(
                        "refused_at",
                        Columns.instants(payouts, p -> p.heard().refusedAt().orElse(null)))
                .bind(
                        "returned_at",
                        Columns.instants(payouts, p -> p.heard().returnedAt().orElse(null)))
                .bind(
                        "ended_at",
                        Columns.instants(payouts, p -> p.heard().endedAt().orElse(null)))
                .then();
    }

    /// Open ones whose time to be announced again has come, locked; another instance takes others.
    Mono<List<Due>> due(Instant now, int atMost) {
        return client.sql("""
                        select * from payout where ask_at <= :now order by ask_at limit :at_most for update skip locked
                        """)
                .bind("now", now)
                .bind("at_most", atMost)
                .map(PayoutStore::due)
                .all()
                .collectList();
    }

    Mono<Void> asked(Map<String, Instant> again) {
        var rows = again.entrySet();
        return client.sql("""
                        update payout p set asks = p.asks + 1, ask_at = t.at
                        from unnest(:id, :at) as t (id, at) where p.payout_id = t.id
                        """)
                .bind("id", Columns.text(rows, Map.Entry::getKey))
                .bind("at", Columns.instants(rows, Map.Entry::getValue))
                .then();
    }

    /// The next open ones, in the order of their ids.
    Mono<List<Payout>> openAfter(String payoutId, int atMost) {
        return client.sql("""
                        select * from payout where ended_at is null and payout_id > :id order by payout_id limit :at_most
                        """)
                .bind("id", payoutId)
                .bind("at_most", atMost)
                .map(PayoutRow::payout)
                .all()
                .collectList();
    }

    /// Open ones, by state.
    Mono<List<Sum>> open() {
        return client.sql("""
                        select state, count(*) as count, coalesce(sum(amount_fen), 0)::bigint as amount_fen,
                               min(planned_at) as oldest
                        from payout where ended_at is null group by state
                        """).map(PayoutStore::sum).all().collectList();
    }

    /// All of a day, by state.
    Mono<List<Sum>> ofDay(LocalDate dueOn) {
        return client.sql("""
                        select state, count(*) as count, coalesce(sum(amount_fen), 0)::bigint as amount_fen,
                               min(planned_at) as oldest
                        from payout where due_on = :due_on group by state order by state
                        """).bind("due_on", dueOn).map(PayoutStore::sum).all().collectList();
    }

    private static Due due(Readable row) {
        return new Due(PayoutRow.payout(row), Objects.requireNonNull(row.get("asks", Integer.class)));
    }

    private static Sum sum(Readable row) {
        return new Sum(
                PayoutState.valueOf(Objects.requireNonNull(row.get("state", String.class))),
                Objects.requireNonNull(row.get("count", Long.class)),
                Objects.requireNonNull(row.get("amount_fen", Long.class)),
                Optional.ofNullable(row.get("oldest", Instant.class)));
    }
}

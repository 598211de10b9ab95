package cn.jiaozi.merchant.fee;

import cn.jiaozi.chassis.Columns;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// What refunds find: the fees of their payments, or that the payment has not been heard of.
@Component
class ReturnStore {
    private final DatabaseClient client;

    ReturnStore(DatabaseClient client) {
        this.client = client;
    }

    /// The fees of those payments that had one, locked.
    Mono<List<Basis>> lock(Collection<String> paymentBusinessIds) {
        return client.sql("""
                        select f.business_id, f.sale_business_id, f.payment_business_id, f.merchant_no, f.wallet_id,
                               f.branch_code, f.kind, f.amount_fen, f.plan_id, f.rate_bp, f.state, f.attempt, f.reason,
                               f.accounting_date, f.requested_at, f.ended_at, f.refunded_fen, f.returned_fen,
                               s.amount_fen as sale_fen, p.cap_fen, p.per_transaction_fen, p.refund_policy
                        from fee f join sale s on s.business_id = f.sale_business_id join fee_plan p using (plan_id)
                        where f.payment_business_id = any(:ids) and f.kind = 'FEE'
                        order by f.business_id for update of f
                        """)
                .bind("ids", Columns.text(paymentBusinessIds, id -> id))
                .map(ReturnStore::basis)
                .all()
                .collectList();
    }

    /// Which of these payments were heard of.
    Mono<Set<String>> heard(Collection<String> paymentBusinessIds) {
        return client.sql("select business_id from sale where business_id = any(:ids)")
                .bind("ids", Columns.text(paymentBusinessIds, id -> id))
                .mapValue(String.class)
                .all()
                .collect(HashSet::new, Set::add);
    }

    Mono<Void> write(Collection<Basis> changed) {
        return changed.isEmpty()
                ? Mono.empty()
                : client.sql("""
                        update fee f set refunded_fen = t.refunded_fen, returned_fen = t.returned_fen
                        from unnest(:business_id, :refunded_fen, :returned_fen)
                            as t (business_id, refunded_fen, returned_fen)
                        where f.business_id = t.business_id
                        """)
                        .bind("business_id", Columns.text(changed, b -> b.fee().businessId()))
                        .bind("refunded_fen", Columns.longs(changed, Basis::refundedFen))
                        .bind("returned_fen", Columns.longs(changed, Basis::returnedFen))
                        .then();
    }

    Mono<Void> await(List<Turnover.Refunded> refunds, Instant now) {
        return refunds.isEmpty()
                ? Mono.empty()
                : client.sql("""
                        insert into fee_refund_waiting (business_id, payment_business_id, amount_fen, heard_at)
                        select u.*, :now from unnest(:business_id, :payment_business_id, :amount_fen) as u
                        """)
                        .bind("now", now)
                        .bind("business_id", Columns.text(refunds, Turnover.Refunded::businessId))
                        .bind("payment_business_id", Columns.text(refunds, Turnover.Refunded::paymentBusinessId))
                        .bind("amount_fen", Columns.longs(refunds, Turnover.Refunded::amountFen))
                        .then();
    }

    /// Takes out those whose payment has been heard of since.
    Mono<List<Turnover.Refunded>> arrived(int atMost) {
        return client.sql("""
                        delete from fee_refund_waiting where business_id in (
                            select w.business_id from fee_refund_waiting w
                            join sale s on s.business_id = w.payment_business_id
                            order by w.heard_at limit :at_most for update of w skip locked)
                        returning business_id, payment_business_id, amount_fen
                        """)
                .bind("at_most", atMost)
                .map(ReturnStore::refunded)
                .all()
                .collectList();
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static Basis basis(Readable row) {
        return new Basis(
                FeeStore.fee(row),
                FeePlanStore.terms(row),
                row.get("sale_fen", Long.class),
                row.get("refunded_fen", Long.class),
                row.get("returned_fen", Long.class));
    }

    @SuppressWarnings("NullAway")
    private static Turnover.Refunded refunded(Readable row) {
        return new Turnover.Refunded(
                row.get("business_id", String.class),
                row.get("payment_business_id", String.class),
                row.get("amount_fen", Long.class));
    }
}

package cn.jiaozi.merchant.fee;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.contracts.Reason;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Fees are locked in the order of their ids, here as everywhere.
@Component
class FeeStore {
    private static final String COLUMNS = """
            f.business_id, f.sale_business_id, f.payment_business_id, f.merchant_no, f.wallet_id, f.branch_code, f.kind,
            f.amount_fen, f.plan_id, f.rate_bp, f.state, f.attempt, f.reason, f.accounting_date, f.requested_at,
            f.ended_at
            """;

    private final DatabaseClient client;

    FeeStore(DatabaseClient client) {
        this.client = client;
    }

    Mono<Void> insert(List<Fee> fees) {
        return fees.isEmpty()
                ? Mono.empty()
                : client.sql("""
                        insert into fee (business_id, sale_business_id, payment_business_id, merchant_no, wallet_id,
                                         branch_code, kind, amount_fen, plan_id, rate_bp, state, attempt, requested_at)
                        select * from unnest(:business_id, :sale_business_id, :payment_business_id, :merchant_no,
                                             :wallet_id, :branch_code, :kind, :amount_fen, :plan_id, :rate_bp, :state,
                                             :attempt, :requested_at)
                        """)
                        .bind("business_id", Columns.text(fees, Fee::businessId))
                        .bind("sale_business_id", Columns.text(fees, Fee::saleBusinessId))
                        .bind("payment_business_id", Columns.text(fees, Fee::paymentBusinessId))
                        .bind("merchant_no", Columns.text(fees, Fee::merchantNo))
                        .bind("wallet_id", Columns.text(fees, Fee::walletId))
                        .bind("branch_code", Columns.text(fees, Fee::branchCode))
                        .bind("kind", Columns.text(fees, f -> f.kind().name()))
                        .bind("amount_fen", Columns.longs(fees, Fee::amountFen))
                        .bind("plan_id", Columns.uuids(fees, Fee::planId))
                        .bind("rate_bp", Columns.ints(fees, Fee::rateBp))
                        .bind("state", Columns.text(fees, f -> f.state().name()))
                        .bind("attempt", Columns.ints(fees, Fee::attempt))
                        .bind("requested_at", Columns.instants(fees, Fee::requestedAt))
                        .then();
    }

    Mono<List<Fee>> lock(Collection<String> businessIds) {
        return client.sql(
                        "select " + COLUMNS + " from fee f where f.business_id = any(:ids) order by 1 for update of f")
                .bind("ids", Columns.text(businessIds, id -> id))
                .map(FeeStore::fee)
                .all()
                .collectList();
    }

    /// @param againAt when the rejected ones are asked for again by the clock
    Mono<Void> answered(List<Fee> fees, Instant againAt) {
        return fees.isEmpty()
                ? Mono.empty()
                : client.sql("""
                        update fee f
                        set state = t.state, reason = t.reason, accounting_date = t.accounting_date,
                            ended_at = t.ended_at, again_at = case t.state when 'REJECTED' then :again_at end
                        from unnest(:business_id, :state, :reason, :accounting_date, :ended_at)
                            as t (business_id, state, reason, accounting_date, ended_at)
                        where f.business_id = t.business_id
                        """)
                        .bind("again_at", againAt)
                        .bind("business_id", Columns.text(fees, Fee::businessId))
                        .bind("state", Columns.text(fees, f -> f.state().name()))
                        .bind(
                                "reason",
                                Columns.text(
                                        fees, f -> f.reason().map(Reason::name).orElse(null)))
                        .bind(
                                "accounting_date",
                                Columns.dates(fees, f -> f.accountingDate().orElse(null)))
                        .bind(
                                "ended_at",
                                Columns.instants(fees, f -> f.endedAt().orElse(null)))
                        .then();
    }

    /// Returns that have waited for these payments' fees and may be asked for now.
    Mono<List<Fee>> release(Collection<String> paymentBusinessIds) {
        return client.sql("""
                        with waiting as (
                            select business_id from fee
                            where payment_business_id = any(:ids) and state = 'WAITING' order by 1 for update)
                        update fee f set state = 'REQUESTED' from waiting w where f.business_id = w.business_id
                        returning
                        """ + COLUMNS)
                .bind("ids", Columns.text(paymentBusinessIds, id -> id))
                .map(FeeStore::fee)
                .all()
                .collectList();
    }

    /// Rejected fees whose time has come, for their next attempt.
    Mono<List<Fee>> due(Instant now, int atMost) {
        return client.sql("""
                        with due as (
                            select business_id from fee where state = 'REJECTED' and again_at <= :now
                            order by again_at limit :at_most for update skip locked)
                        update fee f set state = 'REQUESTED', attempt = f.attempt + 1, again_at = null
                        from due d where f.business_id = d.business_id
                        returning
                        """ + COLUMNS)
                .bind("now", now)
                .bind("at_most", atMost)
                .map(FeeStore::fee)
                .all()
                .collectList();
    }

    /// For their next attempt, the oldest fees that an empty wallet did not pay and that what it has taken now could;
    /// the oldest one in any case, since there may be more in the wallet.
    ///
    /// @param soldFen what each of these merchants has taken now
    /// @param atMost  of one merchant
    Mono<List<Fee>> setOff(List<String> merchantNos, List<Long> soldFen, int atMost) {
        return client.sql("""
                        with owed as (
                            select o.business_id
                            from unnest(:merchant_no, :sold_fen) as s (merchant_no, sold_fen)
                            cross join lateral (
                                select business_id,
                                       sum(amount_fen) over (order by requested_at, business_id) - amount_fen as before_fen
                                from fee
                                where merchant_no = s.merchant_no and state = 'REJECTED' and kind = 'FEE'
                                  and reason = 'INSUFFICIENT_FUNDS'
                                order by requested_at, business_id limit :at_most) o
                            where o.before_fen < s.sold_fen),
                        locked as (
                            select business_id from fee
                            where business_id in (select business_id from owed) and state = 'REJECTED'
                            order by 1 for update)
                        update fee f set state = 'REQUESTED', attempt = f.attempt + 1, again_at = null
                        from locked l where f.business_id = l.business_id
                        returning
                        """ + COLUMNS)
                .bind("merchant_no", Columns.text(merchantNos, no -> no))
                .bind("sold_fen", Columns.longs(soldFen, fen -> fen))
                .bind("at_most", atMost)
                .map(FeeStore::fee)
                .all()
                .collectList();
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    static Fee fee(Readable row) {
        return new Fee(
                row.get("business_id", String.class),
                row.get("sale_business_id", String.class),
                row.get("payment_business_id", String.class),
                row.get("merchant_no", String.class),
                row.get("wallet_id", String.class),
                row.get("branch_code", String.class),
                Fee.Kind.valueOf(row.get("kind", String.class)),
                row.get("amount_fen", Long.class),
                row.get("plan_id", UUID.class),
                row.get("rate_bp", Integer.class),
                FeeState.valueOf(row.get("state", String.class)),
                row.get("attempt", Integer.class),
                Optional.ofNullable(row.get("reason", String.class)).map(Reason::valueOf),
                Optional.ofNullable(row.get("accounting_date", LocalDate.class)),
                row.get("requested_at", Instant.class),
                Optional.ofNullable(row.get("ended_at", Instant.class)));
    }
}

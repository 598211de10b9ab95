package cn.jiaozi.wallet.authorization;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.chassis.Json;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.PaymentEvent;
import cn.jiaozi.contracts.PaymentEvent.VouchersSettled;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.WalletEvent;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

@Repository
class AuthorizationStore {
    private final DatabaseClient sql;

    /// @param open whether the ledger has not answered yet
    record Known(String businessId, boolean open) {}

    /// Vouchers that count like a payment: settled when they were told of.
    record Settled(VouchersSettled event, LocalDate day, boolean counted, Instant at) {}

    AuthorizationStore(DatabaseClient sql) {
        this.sql = sql;
    }

    Mono<Map<String, Authorization>> find(Collection<String> businessIds) {
        return sql.sql("select * from payment_authorization where business_id = any(:ids)")
                .bind("ids", Columns.text(businessIds, id -> id))
                .map(AuthorizationStore::authorization)
                .all()
                .collectMap(Authorization::businessId);
    }

    /// The next `atMost` of a noun, in the order of their ids.
    Mono<List<Known>> after(String noun, String after, int atMost) {
        return sql.sql("""
                select business_id, state = 'AUTHORIZED' as open from payment_authorization
                where business_id > :after and business_id < :end
                order by business_id limit :atMost
                """)
                .bind("after", after)
                .bind("end", noun + (char) (':' + 1))
                .bind("atMost", atMost)
                .map(row -> new Known(text(row, "business_id"), Boolean.TRUE.equals(row.get("open", Boolean.class))))
                .all()
                .collectList();
    }

    /// Those of the ids that are here.
    Mono<List<String>> known(Collection<String> businessIds) {
        return sql.sql("select business_id from payment_authorization where business_id = any(:ids)")
                .bind("ids", Columns.text(businessIds, id -> id))
                .map(row -> text(row, "business_id"))
                .all()
                .collectList();
    }

    Mono<List<Authorization>> lock(Collection<String> businessIds) {
        return sql.sql(
                        "select * from payment_authorization where business_id = any(:ids) order by business_id for update")
                .bind("ids", Columns.text(businessIds, id -> id))
                .map(AuthorizationStore::authorization)
                .all()
                .collectList();
    }

    /// @return how many are new; fewer than asked when another instance was faster with the same id
    Mono<Long> insert(List<Authorization> authorizations) {
        return sql.sql("""
                insert into payment_authorization (business_id, state, reason, payer_wallet_id, amount_fen, day, counted,
                    pin_free, request, announcement, decided_at, ended_at)
                select * from unnest(:businessId, :state, :reason, :payerWalletId, :amountFen, :day, :counted,
                    :pinFree, :request, :announcement, :decidedAt, :endedAt)
                on conflict (business_id) do nothing
                """)
                .bind("businessId", Columns.text(authorizations, Authorization::businessId))
                .bind("state", Columns.text(authorizations, a -> a.state().name()))
                .bind(
                        "reason",
                        Columns.text(
                                authorizations,
                                a -> a.reason().map(Reason::name).orElse(null)))
                .bind(
                        "payerWalletId",
                        Columns.text(authorizations, a -> a.request().payer().walletId()))
                .bind(
                        "amountFen",
                        Columns.longs(authorizations, a -> a.request().amountFen()))
                .bind("day", Columns.dates(authorizations, Authorization::day))
                .bind("counted", Columns.booleans(authorizations, Authorization::counted))
                .bind("pinFree", Columns.booleans(authorizations, Authorization::pinFree))
                .bind("request", Columns.text(authorizations, a -> Json.write(a.request())))
                .bind(
                        "announcement",
                        Columns.text(authorizations, a -> Json.write(a.outcome().event())))
                .bind("decidedAt", Columns.instants(authorizations, Authorization::decidedAt))
                .bind(
                        "endedAt",
                        Columns.instants(authorizations, a -> a.endedAt().orElse(null)))
                .fetch()
                .rowsUpdated();
    }

    /// @return how many are new
    Mono<Long> insertSettled(List<Settled> settled) {
        return sql.sql("""
                insert into payment_authorization (business_id, state, payer_wallet_id, amount_fen, day, counted,
                    request, decided_at, ended_at)
                select business_id, 'SETTLED', payer_wallet_id, amount_fen, day, counted, request, at, at
                from unnest(:businessId, :payerWalletId, :amountFen, :day, :counted, :request, :at)
                    as t (business_id, payer_wallet_id, amount_fen, day, counted, request, at)
                on conflict (business_id) do nothing
                """)
                .bind("businessId", Columns.text(settled, s -> s.event().businessId()))
                .bind(
                        "payerWalletId",
                        Columns.text(settled, s -> s.event().payer().walletId()))
                .bind("amountFen", Columns.longs(settled, s -> s.event().amountFen()))
                .bind("day", Columns.dates(settled, Settled::day))
                .bind("counted", Columns.booleans(settled, Settled::counted))
                .bind("request", Columns.text(settled, s -> Json.write(s.event())))
                .bind("at", Columns.instants(settled, Settled::at))
                .fetch()
                .rowsUpdated();
    }

    /// Stores authorizations that were locked before.
    Mono<Void> save(List<Authorization> authorizations) {
        if (authorizations.isEmpty()) {
            return Mono.empty();
        }
        return sql.sql("""
                update payment_authorization a set state = t.state, ended_at = t.ended_at
                from unnest(:businessId, :state, :endedAt) as t (business_id, state, ended_at)
                where a.business_id = t.business_id
                """)
                .bind("businessId", Columns.text(authorizations, Authorization::businessId))
                .bind("state", Columns.text(authorizations, a -> a.state().name()))
                .bind(
                        "endedAt",
                        Columns.instants(authorizations, a -> a.endedAt().orElse(null)))
                .then();
    }

    private static Authorization authorization(Readable row) {
        var state = AuthorizationState.valueOf(text(row, "state"));
        var announcement = text(row, "announcement");
        var request = Json.read(text(row, "request"), PaymentEvent.class);
        return new Authorization(
                state,
                Optional.ofNullable(row.get("reason", String.class)).map(Reason::valueOf),
                Objects.requireNonNull(row.get("day", LocalDate.class)),
                Objects.requireNonNull(row.get("counted", Boolean.class)),
                Objects.requireNonNull(row.get("pin_free", Boolean.class)),
                (PaymentEvent.TransferRequested) request,
                switch (state) {
                    case AUTHORIZED, SETTLED, RELEASED ->
                        new Authorization.Outcome.Asked(
                                (LedgerRequest.PostEntry) Json.read(announcement, LedgerRequest.class));
                    case REFUSED ->
                        new Authorization.Outcome.Refused(
                                (WalletEvent.Refused) Json.read(announcement, WalletEvent.class));
                },
                Objects.requireNonNull(row.get("decided_at", OffsetDateTime.class))
                        .toInstant(),
                Optional.ofNullable(row.get("ended_at", OffsetDateTime.class)).map(OffsetDateTime::toInstant));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }
}

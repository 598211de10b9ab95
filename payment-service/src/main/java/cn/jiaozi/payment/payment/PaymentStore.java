package cn.jiaozi.payment.payment;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.chassis.Json;
import cn.jiaozi.contracts.AuthFactor;
import cn.jiaozi.contracts.PaymentEvent.Sale;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.WalletParty;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class PaymentStore {
    private static final String SELECT = """
            select id, requested_by, act_id, kind, payer_wallet, payer_operator, payee_wallet, payee_operator,
                   payee_party, merchant_no, order_id, store_no, subject, amount_fen, remark, state, reason,
                   requested_at, valid_until, ended_at, height, accounting_date, authorized_at, posted_at, legs,
                   reserved_fen, refunded_fen, refunds, payer_party, auth_factors, code_hash
            from payment
            """;

    private final DatabaseClient client;

    PaymentStore(DatabaseClient client) {
        this.client = client;
    }

    /// Says how many of the payers' ids were not used before. Waits for concurrent requests with the same ids to
    /// commit; in the order of the ids, so that two batches never wait for each other in a ring.
    Mono<Long> insert(List<Payment> rows, List<Duration> healAfter) {
        return client.sql("""
                        insert into payment (id, requested_by, act_id, kind, payer_wallet, payer_operator,
                                             payee_wallet, payee_operator, payee_party, merchant_no, order_id, store_no,
                                             subject, amount_fen, remark, state, reason, requested_at, valid_until,
                                             ended_at, request, next_heal_at, payer_party, auth_factors, code_hash)
                        select * from unnest(:id, :requested_by, :act_id, :kind, :payer_wallet, :payer_operator,
                                             :payee_wallet, :payee_operator, :payee_party, :merchant_no, :order_id,
                                             :store_no, :subject, :amount_fen, :remark, :state, :reason, :requested_at,
                                             :valid_until, :ended_at, :request, :next_heal_at, :payer_party,
                                             :auth_factors, :code_hash)
                            as u (id, requested_by, act_id)
                        order by requested_by, act_id
                        on conflict (requested_by, act_id) do nothing
                        """)
                .bind("id", Columns.uuids(rows, Payment::id))
                .bind("requested_by", Columns.text(rows, Payment::requestedBy))
                .bind("act_id", Columns.text(rows, Payment::actId))
                .bind("kind", Columns.text(rows, p -> p.intent().kind().name()))
                .bind("payer_wallet", Columns.text(rows, p -> p.payer().walletId()))
                .bind("payer_operator", Columns.text(rows, p -> p.payer().operator()))
                .bind(
                        "payee_wallet",
                        Columns.text(
                                rows, p -> p.payee().map(WalletParty::walletId).orElse(null)))
                .bind(
                        "payee_operator",
                        Columns.text(
                                rows, p -> p.payee().map(WalletParty::operator).orElse(null)))
                .bind(
                        "payee_party",
                        Columns.text(
                                rows, p -> p.shop().map(Payment.Shop::party).orElse(null)))
                .bind("merchant_no", Columns.text(rows, PaymentStore::merchantNo))
                .bind("order_id", Columns.text(rows, PaymentStore::orderId))
                .bind("store_no", Columns.text(rows, PaymentStore::storeNo))
                .bind("subject", Columns.text(rows, PaymentStore::subject))
                .bind("amount_fen", Columns.longs(rows, Payment::amountFen))
                .bind("remark", Columns.text(rows, PaymentStore::remark))
                .bind("state", Columns.text(rows, p -> p.standing().state().name()))
                .bind(
                        "reason",
                        Columns.text(
                                rows,
                                p -> p.standing().reason().map(Reason::name).orElse(null)))
                .bind("requested_at", Columns.instants(rows, Payment::requestedAt))
                .bind("valid_until", Columns.instants(rows, Payment::validUntil))
                .bind(
                        "ended_at",
                        Columns.instants(rows, p -> p.standing().endedAt().orElse(null)))
                .bind("request", Columns.text(rows, p -> p.finished() ? null : Json.write(p.request())))
                .bind(
                        "next_heal_at",
                        Columns.instants(rows, p -> p.finished() ? null : Healing.next(healAfter, 0, p.requestedAt())))
                .bind("payer_party", Columns.text(rows, Payment::payerParty))
                .bind("auth_factors", Columns.text(rows, PaymentStore::factors))
                .bind(
                        "code_hash",
                        Columns.text(rows, p -> p.intent() instanceof Intent.WithCode c ? c.paymentCode() : null))
                .fetch()
                .rowsUpdated();
    }

    Mono<Payment> find(UUID id) {
        return client.sql(SELECT + " where id = :id")
                .bind("id", id)
                .map(PaymentStore::payment)
                .one();
    }

    Mono<Map<UUID, Payment>> find(List<UUID> ids) {
        return client.sql(SELECT + " where id = any(:ids)")
                .bind("ids", ids.toArray(UUID[]::new))
                .map(PaymentStore::payment)
                .all()
                .collectMap(Payment::id);
    }

    Mono<Payment> find(String requestedBy, String actId) {
        return client.sql(SELECT + " where requested_by = :by and act_id = :act")
                .bind("by", requestedBy)
                .bind("act", actId)
                .map(PaymentStore::payment)
                .one();
    }

    Mono<Map<OwnId, Payment>> find(Set<OwnId> ids) {
        return client.sql(SELECT + " where (requested_by, act_id) in (select * from unnest(:by, :act))")
                .bind("by", Columns.text(ids, OwnId::scope))
                .bind("act", Columns.text(ids, OwnId::actId))
                .map(PaymentStore::payment)
                .all()
                .collectMap(Payment::ownId);
    }

    /// Locks in id order, so that two batches never wait for each other in a ring.
    Mono<List<Payment>> lock(Collection<UUID> ids) {
        return client.sql(SELECT + " where id = any(:ids) order by id for update")
                .bind("ids", ids.toArray(UUID[]::new))
                .map(PaymentStore::payment)
                .all()
                .collectList();
    }

    Mono<Void> keepRefunds(Collection<Payment> locked) {
        return client.sql("""
                        update payment p
                        set reserved_fen = u.reserved_fen, refunded_fen = u.refunded_fen, refunds = u.refunds
                        from unnest(:id, :reserved, :refunded, :refunds)
                             as u (id, reserved_fen, refunded_fen, refunds)
                        where p.id = u.id
                        """)
                .bind("id", Columns.uuids(locked, Payment::id))
                .bind("reserved", Columns.longs(locked, p -> p.refunds().reservedFen()))
                .bind("refunded", Columns.longs(locked, p -> p.refunds().refundedFen()))
                .bind("refunds", Columns.ints(locked, p -> p.refunds().count()))
                .then();
    }

    private static @Nullable String merchantNo(Payment payment) {
        return switch (payment.intent()) {
            case Intent.PersonToPerson _ -> null;
            case Intent.OfOrder o -> o.merchantNo();
            case Intent.AtStore a -> a.merchantNo();
            case Intent.WithCode _ ->
                payment.shop().map(shop -> shop.sale().merchantNo()).orElse(null);
        };
    }

    private static @Nullable String storeNo(Payment payment) {
        return payment.intent() instanceof Intent.AtStore a
                ? a.storeNo()
                : payment.shop().flatMap(shop -> shop.sale().storeNo()).orElse(null);
    }

    private static @Nullable String orderId(Payment payment) {
        return switch (payment.intent()) {
            case Intent.PersonToPerson _ -> null;
            case Intent.OfOrder o -> o.orderId();
            case Intent.AtStore _ -> Payment.withoutOrder(payment.id());
            case Intent.WithCode c -> c.orderId();
        };
    }

    private static @Nullable String subject(Payment payment) {
        return payment.intent() instanceof Intent.WithCode c
                ? c.subject()
                : payment.shop().map(shop -> shop.sale().subject()).orElse(null);
    }

    private static @Nullable String remark(Payment payment) {
        return switch (payment.intent()) {
            case Intent.PersonToPerson p -> p.remark().orElse(null);
            case Intent.AtStore a -> a.remark().orElse(null);
            case Intent.OfOrder _, Intent.WithCode _ -> null;
        };
    }

    private static String factors(Payment payment) {
        return payment.authFactors().stream().map(AuthFactor::name).sorted().collect(Collectors.joining(","));
    }

    private static Set<AuthFactor> factors(String names) {
        return Arrays.stream(names.split(",", -1))
                .filter(name -> !name.isEmpty())
                .map(AuthFactor::valueOf)
                .collect(Collectors.toUnmodifiableSet());
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static Payment payment(Readable row) {
        var payee = Optional.ofNullable(row.get("payee_wallet", String.class))
                .map(wallet -> new WalletParty(wallet, row.get("payee_operator", String.class)));
        return new Payment(
                row.get("id", UUID.class),
                row.get("requested_by", String.class),
                row.get("act_id", String.class),
                intent(row),
                new WalletParty(row.get("payer_wallet", String.class), row.get("payer_operator", String.class)),
                row.get("payer_party", String.class),
                factors(row.get("auth_factors", String.class)),
                payee,
                Optional.ofNullable(row.get("payee_party", String.class))
                        .map(party -> new Payment.Shop(
                                party,
                                new Sale(
                                        row.get("merchant_no", String.class),
                                        Optional.ofNullable(row.get("store_no", String.class)),
                                        row.get("order_id", String.class),
                                        row.get("subject", String.class)))),
                StandingStore.standing(row),
                new Payment.Refunds(
                        row.get("reserved_fen", Long.class),
                        row.get("refunded_fen", Long.class),
                        row.get("refunds", Integer.class)),
                row.get("requested_at", Instant.class),
                row.get("valid_until", Instant.class));
    }

    @SuppressWarnings("NullAway")
    private static Intent intent(Readable row) {
        String payer = row.get("payer_wallet", String.class);
        long amountFen = row.get("amount_fen", Long.class);
        return switch (PaymentKind.valueOf(row.get("kind", String.class))) {
            case P2P ->
                new Intent.PersonToPerson(
                        payer,
                        row.get("payee_wallet", String.class),
                        Optional.ofNullable(row.get("payee_operator", String.class)),
                        amountFen,
                        Optional.ofNullable(row.get("remark", String.class)));
            case ORDER ->
                new Intent.OfOrder(
                        payer, row.get("merchant_no", String.class), row.get("order_id", String.class), amountFen);
            case STORE ->
                new Intent.AtStore(
                        payer,
                        row.get("merchant_no", String.class),
                        row.get("store_no", String.class),
                        amountFen,
                        Optional.ofNullable(row.get("remark", String.class)));
            case CODE ->
                new Intent.WithCode(
                        row.get("code_hash", String.class),
                        row.get("order_id", String.class),
                        amountFen,
                        row.get("subject", String.class));
        };
    }
}

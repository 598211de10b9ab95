package cn.jiaozi.wallet.exchange;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.contracts.Reason;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

@Repository
class ExchangeStore {
    private final DatabaseClient sql;

    /// Open exchanges of one state.
    record Waiting(ExchangeState state, long count, Instant oldestAt) {}

    ExchangeStore(DatabaseClient sql) {
        this.sql = sql;
    }

    Mono<Exchange> find(String party, String exchangeId) {
        return sql.sql("select * from exchange where party = :party and exchange_id = :exchangeId")
                .bind("party", party)
                .bind("exchangeId", exchangeId)
                .map(ExchangeStore::exchange)
                .one();
    }

    /// @return those that nobody faster has asked for at the same moment
    Mono<Set<String>> insert(List<Exchange> exchanges) {
        if (exchanges.isEmpty()) {
            return Mono.just(Set.of());
        }
        return sql.sql("""
                insert into exchange (business_id, party, exchange_id, wallet_id, kind, amount_fen, counter_id,
                    clerk, account_tail, keep_fen, minimum_fen, at_most_fen, state, reason, requested_at, ended_at)
                select * from unnest(:businessId, :party, :exchangeId, :walletId, :kind, :amountFen, :counterId,
                    :clerk, :accountTail, :keepFen, :minimumFen, :atMostFen, :state, :reason, :requestedAt, :endedAt)
                on conflict (party, exchange_id) do nothing
                returning business_id
                """)
                .bind("businessId", Columns.text(exchanges, Exchange::businessId))
                .bind("party", Columns.text(exchanges, Exchange::party))
                .bind("exchangeId", Columns.text(exchanges, Exchange::exchangeId))
                .bind("walletId", Columns.text(exchanges, Exchange::walletId))
                .bind("kind", Columns.text(exchanges, e -> e.kind().name()))
                .bind("amountFen", Columns.longs(exchanges, Exchange::amountFen))
                .bind(
                        "counterId",
                        Columns.text(
                                exchanges,
                                e -> e.desk().map(Exchange.Desk::counterId).orElse(null)))
                .bind(
                        "clerk",
                        Columns.text(
                                exchanges,
                                e -> e.desk().map(Exchange.Desk::clerk).orElse(null)))
                .bind(
                        "accountTail",
                        Columns.text(
                                exchanges,
                                e -> e.payout().map(PayoutTerms::accountTail).orElse(null)))
                .bind(
                        "keepFen",
                        Columns.longs(
                                exchanges,
                                e -> e.payout().map(PayoutTerms::keepFen).orElse(null)))
                .bind(
                        "minimumFen",
                        Columns.longs(
                                exchanges,
                                e -> e.payout().map(PayoutTerms::minimumFen).orElse(null)))
                .bind(
                        "atMostFen",
                        Columns.longs(
                                exchanges,
                                e -> e.payout().map(PayoutTerms::atMostFen).orElse(null)))
                .bind("state", Columns.text(exchanges, e -> e.state().name()))
                .bind(
                        "reason",
                        Columns.text(
                                exchanges, e -> e.reason().map(Reason::name).orElse(null)))
                .bind("requestedAt", Columns.instants(exchanges, Exchange::requestedAt))
                .bind("endedAt", Columns.instants(exchanges, e -> e.endedAt().orElse(null)))
                .map(row -> text(row, "business_id"))
                .all()
                .collect(Collectors.toUnmodifiableSet());
    }

    /// What was asked of the core under these ids, locked in one order.
    Mono<List<Exchange>> lockByCoreRequest(Collection<String> requestIds) {
        return sql.sql("select * from exchange where core_request_id = any(:ids) order by business_id for update")
                .bind("ids", Columns.text(requestIds, id -> id))
                .map(ExchangeStore::exchange)
                .all()
                .collectList();
    }

    Mono<List<Exchange>> lock(Collection<String> businessIds) {
        return sql.sql("select * from exchange where business_id = any(:ids) order by business_id for update")
                .bind("ids", Columns.text(businessIds, id -> id))
                .map(ExchangeStore::exchange)
                .all()
                .collectList();
    }

    /// Takes what is to be sent or asked for. What was HELD is SENT, with the core's request id, before anybody calls.
    /// The rows belong to the taker until `leaseUntil`.
    Mono<List<Exchange>> take(Instant now, Instant leaseUntil, int atMost) {
        return sql.sql("""
                update exchange e
                set state = case when e.state = 'HELD' then 'SENT' else e.state end,
                    core_request_id = coalesce(e.core_request_id, split_part(e.business_id, ':', 2)),
                    next_try_at = :leaseUntil,
                    tries = e.tries + 1
                from (select business_id from exchange
                      where state in ('HELD', 'SENT', 'UNKNOWN') and next_try_at <= :now
                      order by next_try_at limit :atMost for update skip locked) due
                where e.business_id = due.business_id
                returning e.*
                """)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("leaseUntil", leaseUntil.atOffset(ZoneOffset.UTC))
                .bind("atMost", atMost)
                .map(ExchangeStore::exchange)
                .all()
                .collectList();
    }

    /// Stores exchanges that were locked before.
    Mono<Void> save(List<Exchange> exchanges) {
        if (exchanges.isEmpty()) {
            return Mono.empty();
        }
        return sql.sql("""
                update exchange e
                set amount_fen = t.amount_fen, state = t.state, reason = t.reason, bank_ref = t.bank_ref,
                    ended_at = t.ended_at, next_try_at = t.next_try_at
                from unnest(:businessId, :amountFen, :state, :reason, :bankRef, :endedAt, :nextTryAt)
                    as t (business_id, amount_fen, state, reason, bank_ref, ended_at, next_try_at)
                where e.business_id = t.business_id
                """)
                .bind("businessId", Columns.text(exchanges, Exchange::businessId))
                .bind("amountFen", Columns.longs(exchanges, Exchange::amountFen))
                .bind("state", Columns.text(exchanges, e -> e.state().name()))
                .bind(
                        "reason",
                        Columns.text(
                                exchanges, e -> e.reason().map(Reason::name).orElse(null)))
                .bind("bankRef", Columns.text(exchanges, e -> e.bankRef().orElse(null)))
                .bind("endedAt", Columns.instants(exchanges, e -> e.endedAt().orElse(null)))
                .bind(
                        "nextTryAt",
                        Columns.instants(exchanges, e -> e.nextTryAt().orElse(null)))
                .then();
    }

    Mono<List<Waiting>> waiting() {
        return sql.sql("""
                select state, count(*) as count, min(requested_at) as oldest_at
                from exchange where ended_at is null group by state
                """)
                .map(row -> new Waiting(
                        ExchangeState.valueOf(text(row, "state")),
                        Objects.requireNonNull(row.get("count", Long.class)),
                        instant(row, "oldest_at").orElseThrow()))
                .all()
                .collectList();
    }

    private static Exchange exchange(Readable row) {
        return new Exchange(
                text(row, "business_id"),
                text(row, "party"),
                text(row, "exchange_id"),
                text(row, "wallet_id"),
                ExchangeKind.valueOf(text(row, "kind")),
                fen(row, "amount_fen"),
                Optional.ofNullable(row.get("counter_id", String.class))
                        .map(counterId -> new Exchange.Desk(counterId, text(row, "clerk"))),
                Optional.ofNullable(row.get("account_tail", String.class))
                        .map(tail -> new PayoutTerms(
                                tail, fen(row, "keep_fen"), fen(row, "minimum_fen"), fen(row, "at_most_fen"))),
                ExchangeState.valueOf(text(row, "state")),
                Optional.ofNullable(row.get("reason", String.class)).map(Reason::valueOf),
                Optional.ofNullable(row.get("core_request_id", String.class)),
                Optional.ofNullable(row.get("bank_ref", String.class)),
                instant(row, "requested_at").orElseThrow(),
                instant(row, "ended_at"),
                instant(row, "next_try_at"),
                Objects.requireNonNull(row.get("tries", Integer.class)));
    }

    private static long fen(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Long.class));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }

    private static Optional<Instant> instant(Readable row, String column) {
        return Optional.ofNullable(row.get(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}

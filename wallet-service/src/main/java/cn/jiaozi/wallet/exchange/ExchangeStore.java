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

    /// @return false when the same exchange was asked for at the same moment by somebody faster
    Mono<Boolean> insert(Exchange exchange) {
        var one = List.of(exchange);
        return sql.sql("""
                insert into exchange (business_id, party, exchange_id, wallet_id, kind, amount_fen, counter_id,
                    clerk, state, reason, requested_at, ended_at)
                select * from unnest(:businessId, :party, :exchangeId, :walletId, :kind, :amountFen, :counterId,
                    :clerk, :state, :reason, :requestedAt, :endedAt)
                on conflict (party, exchange_id) do nothing
                """)
                .bind("businessId", Columns.text(one, Exchange::businessId))
                .bind("party", Columns.text(one, Exchange::party))
                .bind("exchangeId", Columns.text(one, Exchange::exchangeId))
                .bind("walletId", Columns.text(one, Exchange::walletId))
                .bind("kind", Columns.text(one, e -> e.kind().name()))
                .bind("amountFen", Columns.longs(one, Exchange::amountFen))
                .bind(
                        "counterId",
                        Columns.text(
                                one, e -> e.desk().map(Exchange.Desk::counterId).orElse(null)))
                .bind(
                        "clerk",
                        Columns.text(
                                one, e -> e.desk().map(Exchange.Desk::clerk).orElse(null)))
                .bind("state", Columns.text(one, e -> e.state().name()))
                .bind(
                        "reason",
                        Columns.text(one, e -> e.reason().map(Reason::name).orElse(null)))
                .bind("requestedAt", Columns.instants(one, Exchange::requestedAt))
                .bind("endedAt", Columns.instants(one, e -> e.endedAt().orElse(null)))
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
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
                    core_request_id = coalesce(e.core_request_id, replace(e.business_id, 'exchange:', '')),
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
                set state = t.state, reason = t.reason, bank_ref = t.bank_ref, ended_at = t.ended_at,
                    next_try_at = t.next_try_at
                from unnest(:businessId, :state, :reason, :bankRef, :endedAt, :nextTryAt)
                    as t (business_id, state, reason, bank_ref, ended_at, next_try_at)
                where e.business_id = t.business_id
                """)
                .bind("businessId", Columns.text(exchanges, Exchange::businessId))
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
                Objects.requireNonNull(row.get("amount_fen", Long.class)),
                Optional.ofNullable(row.get("counter_id", String.class))
                        .map(counterId -> new Exchange.Desk(counterId, text(row, "clerk"))),
                ExchangeState.valueOf(text(row, "state")),
                Optional.ofNullable(row.get("reason", String.class)).map(Reason::valueOf),
                Optional.ofNullable(row.get("core_request_id", String.class)),
                Optional.ofNullable(row.get("bank_ref", String.class)),
                instant(row, "requested_at").orElseThrow(),
                instant(row, "ended_at"),
                instant(row, "next_try_at"),
                Objects.requireNonNull(row.get("tries", Integer.class)));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }

    private static Optional<Instant> instant(Readable row, String column) {
        return Optional.ofNullable(row.get(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}

package cn.jiaozi.wallet.query;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.WalletEvent.CoreWord;
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
class QueryStore {
    private final DatabaseClient sql;

    QueryStore(DatabaseClient sql) {
        this.sql = sql;
    }

    /// Whoever has asked for the same at the same moment was faster.
    Mono<Void> insert(List<CoreQuery> queries) {
        if (queries.isEmpty()) {
            return Mono.empty();
        }
        return sql.sql("""
                insert into core_query (business_id, request_id, requested_at, next_try_at)
                select * from unnest(:businessId, :requestId, :requestedAt, :nextTryAt)
                on conflict do nothing
                """)
                .bind("businessId", Columns.text(queries, CoreQuery::businessId))
                .bind("requestId", Columns.text(queries, CoreQuery::requestId))
                .bind("requestedAt", Columns.instants(queries, CoreQuery::requestedAt))
                .bind("nextTryAt", Columns.instants(queries, q -> q.nextTryAt().orElse(null)))
                .then();
    }

    Mono<List<CoreQuery>> lock(Collection<String> businessIds) {
        return sql.sql("select * from core_query where business_id = any(:ids) order by business_id for update")
                .bind("ids", Columns.text(businessIds, id -> id))
                .map(QueryStore::query)
                .all()
                .collectList();
    }

    /// Takes what the core is to be called for. The rows belong to the taker until `leaseUntil`.
    Mono<List<CoreQuery>> take(Instant now, Instant leaseUntil, int atMost) {
        return sql.sql("""
                update core_query q
                set next_try_at = :leaseUntil, tries = q.tries + 1
                from (select business_id from core_query
                      where next_try_at <= :now
                      order by next_try_at limit :atMost for update skip locked) due
                where q.business_id = due.business_id
                returning q.*
                """)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("leaseUntil", leaseUntil.atOffset(ZoneOffset.UTC))
                .bind("atMost", atMost)
                .map(QueryStore::query)
                .all()
                .collectList();
    }

    /// Stores queries that were locked before.
    Mono<Void> save(List<CoreQuery> queries) {
        return sql.sql("""
                update core_query q
                set next_try_at = t.next_try_at, word = t.word, bank_ref = t.bank_ref, reason = t.reason,
                    answered_at = t.answered_at
                from unnest(:businessId, :nextTryAt, :word, :bankRef, :reason, :answeredAt)
                    as t (business_id, next_try_at, word, bank_ref, reason, answered_at)
                where q.business_id = t.business_id
                """)
                .bind("businessId", Columns.text(queries, CoreQuery::businessId))
                .bind("nextTryAt", Columns.instants(queries, q -> q.nextTryAt().orElse(null)))
                .bind(
                        "word",
                        Columns.text(
                                queries,
                                q -> q.answer().map(a -> a.word().name()).orElse(null)))
                .bind(
                        "bankRef",
                        Columns.text(
                                queries,
                                q -> q.answer()
                                        .flatMap(CoreQuery.Answer::bankRef)
                                        .orElse(null)))
                .bind(
                        "reason",
                        Columns.text(
                                queries,
                                q -> q.answer()
                                        .flatMap(CoreQuery.Answer::reason)
                                        .map(Enum::name)
                                        .orElse(null)))
                .bind(
                        "answeredAt",
                        Columns.instants(
                                queries,
                                q -> q.answer().map(CoreQuery.Answer::at).orElse(null)))
                .then();
    }

    private static CoreQuery query(Readable row) {
        return new CoreQuery(
                text(row, "business_id"),
                text(row, "request_id"),
                instant(row, "requested_at").orElseThrow(),
                Objects.requireNonNull(row.get("tries", Integer.class)),
                instant(row, "next_try_at"),
                Optional.ofNullable(row.get("word", String.class))
                        .map(word -> new CoreQuery.Answer(
                                CoreWord.valueOf(word),
                                Optional.ofNullable(row.get("bank_ref", String.class)),
                                Optional.ofNullable(row.get("reason", String.class))
                                        .map(Reason::valueOf),
                                instant(row, "answered_at").orElseThrow())));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }

    private static Optional<Instant> instant(Readable row, String column) {
        return Optional.ofNullable(row.get(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}

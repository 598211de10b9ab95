package cn.jiaozi.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

@Repository
class NonceStore {
    private final DatabaseClient sql;

    record Nonce(String keyId, String value) {}

    NonceStore(DatabaseClient sql) {
        this.sql = sql;
    }

    /// @return those that were not there before
    Mono<Set<Nonce>> insert(List<Nonce> nonces, Instant now) {
        return sql.sql("""
                        insert into request_nonce (key_id, nonce, seen_at)
                        select key_id, nonce, :now from unnest(:key, :nonce) as t (key_id, nonce)
                        order by key_id, nonce
                        on conflict do nothing
                        returning key_id, nonce
                        """)
                .bind("now", now)
                .bind("key", nonces.stream().map(Nonce::keyId).toArray(String[]::new))
                .bind("nonce", nonces.stream().map(Nonce::value).toArray(String[]::new))
                .map(row -> new Nonce(
                        Objects.requireNonNull(row.get("key_id", String.class)),
                        Objects.requireNonNull(row.get("nonce", String.class))))
                .all()
                .collect(Collectors.toSet());
    }

    Mono<Void> deleteSeenBefore(Instant until) {
        return sql.sql("delete from request_nonce where seen_at < :until")
                .bind("until", until)
                .then();
    }
}

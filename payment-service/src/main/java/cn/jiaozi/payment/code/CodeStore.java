package cn.jiaozi.payment.code;

import cn.jiaozi.chassis.Columns;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class CodeStore {
    private static final String SELECT = """
            select hash, party, act_id, wallet_id, issued_at, expires_at, used_by from payment_code
            """;

    private final DatabaseClient client;

    CodeStore(DatabaseClient client) {
        this.client = client;
    }

    /// Leaves alone what was there before, and says which were not.
    Mono<Set<IssuedCode.Id>> insert(List<IssuedCode> codes) {
        return client.sql("""
                        insert into payment_code (hash, party, act_id, wallet_id, issued_at, expires_at)
                        select hash, party, act_id, wallet_id, issued_at, expires_at
                        from unnest(:hash, :party, :act, :wallet, :issued, :expires)
                            as c (hash, party, act_id, wallet_id, issued_at, expires_at)
                        order by party, act_id
                        on conflict (party, act_id) do nothing
                        returning party, act_id
                        """)
                .bind("hash", Columns.text(codes, IssuedCode::hash))
                .bind("party", Columns.text(codes, code -> code.id().party()))
                .bind("act", Columns.text(codes, code -> code.id().actId()))
                .bind("wallet", Columns.text(codes, IssuedCode::walletId))
                .bind("issued", Columns.instants(codes, IssuedCode::issuedAt))
                .bind("expires", Columns.instants(codes, IssuedCode::expiresAt))
                .map(CodeStore::id)
                .all()
                .collect(Collectors.toSet());
    }

    Mono<Map<IssuedCode.Id, IssuedCode>> find(Collection<IssuedCode.Id> ids) {
        return client.sql(SELECT + " where (party, act_id) in (select * from unnest(:party, :act))")
                .bind("party", Columns.text(ids, IssuedCode.Id::party))
                .bind("act", Columns.text(ids, IssuedCode.Id::actId))
                .map(CodeStore::code)
                .all()
                .collectMap(IssuedCode::id);
    }

    /// Locks in the order of the hashes, so that two batches never wait for each other in a ring.
    Mono<Map<String, IssuedCode>> lock(Collection<String> hashes) {
        return client.sql(SELECT + " where hash = any(:hashes) order by hash for update")
                .bind("hashes", hashes.toArray(String[]::new))
                .map(CodeStore::code)
                .all()
                .collectMap(IssuedCode::hash);
    }

    /// Says how many were unused until now.
    Mono<Long> use(Map<String, UUID> used) {
        var rows = List.copyOf(used.entrySet());
        return client.sql("""
                        update payment_code c set used_by = u.payment
                        from unnest(:hash, :payment) as u (hash, payment)
                        where c.hash = u.hash and c.used_by is null
                        """)
                .bind("hash", Columns.text(rows, Map.Entry::getKey))
                .bind("payment", Columns.uuids(rows, Map.Entry::getValue))
                .fetch()
                .rowsUpdated();
    }

    Mono<Void> forget(Instant until) {
        return client.sql("delete from payment_code where expires_at < :until")
                .bind("until", until)
                .then();
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static IssuedCode code(Readable row) {
        return new IssuedCode(
                row.get("hash", String.class),
                id(row),
                row.get("wallet_id", String.class),
                row.get("issued_at", Instant.class),
                row.get("expires_at", Instant.class),
                Optional.ofNullable(row.get("used_by", UUID.class)));
    }

    @SuppressWarnings("NullAway")
    private static IssuedCode.Id id(Readable row) {
        return new IssuedCode.Id(row.get("party", String.class), row.get("act_id", String.class));
    }
}

package cn.jiaozi.payment.voucher;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.sdk.voucher.Statement;
import io.r2dbc.spi.Readable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Up to which counter the bank has told a chip that it has everything.
@Component
class SyncStore {
    private final DatabaseClient client;

    private record Counter(String purseId, int counter) {}

    SyncStore(DatabaseClient client) {
        this.client = client;
    }

    /// What chips have said with these batches.
    Mono<List<Statement>> statements(Collection<UUID> batches) {
        return client.sql("select statement from voucher_batch where id = any(:ids) and statement is not null")
                .bind("ids", batches.toArray(UUID[]::new))
                .map(row -> Statement.readSigned(Objects.requireNonNull(row.get("statement", byte[].class)))
                        .content())
                .all()
                .collectList();
    }

    /// Counters of what purses have signed and is not paid, beyond what they were told.
    Mono<Map<String, Set<Integer>>> unpaid(Collection<String> purses) {
        return client.sql("""
                        select s.purse_id, s.counter from judged_purse p
                        join signed_debit s on s.purse_id = p.purse_id and s.counter > p.synced
                        where p.purse_id = any(:purses)
                        """)
                .bind("purses", purses.toArray(String[]::new))
                .map(SyncStore::counter)
                .all()
                .collect(Collectors.groupingBy(
                        Counter::purseId, Collectors.mapping(Counter::counter, Collectors.toSet())));
    }

    /// The caller has locked the purses.
    Mono<Void> keep(Map<String, Integer> counters) {
        var rows = List.copyOf(counters.entrySet());
        return client.sql("""
                        update judged_purse p set synced = greatest(p.synced, u.counter)
                        from unnest(:purses, :counters) as u (purse_id, counter) where p.purse_id = u.purse_id
                        """)
                .bind("purses", Columns.text(rows, Map.Entry::getKey))
                .bind("counters", Columns.ints(rows, Map.Entry::getValue))
                .then();
    }

    Mono<Integer> find(String purse) {
        return client.sql("select synced from judged_purse where purse_id = :purse")
                .bind("purse", purse)
                .mapValue(Integer.class)
                .one();
    }

    private static Counter counter(Readable row) {
        return new Counter(
                Objects.requireNonNull(row.get("purse_id", String.class)),
                Objects.requireNonNull(row.get("counter", Integer.class)));
    }
}

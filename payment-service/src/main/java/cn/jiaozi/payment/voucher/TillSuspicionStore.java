package cn.jiaozi.payment.voucher;

import cn.jiaozi.chassis.Columns;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Which tills were told of, and what they have brought since. Whoever counts has locked them, so that one of
/// those who judge together sees all verdicts.
@Component
class TillSuspicionStore {
    private final DatabaseClient client;

    TillSuspicionStore(DatabaseClient client) {
        this.client = client;
    }

    /// Until when each was told of; the epoch for those that never were.
    Mono<Map<String, Instant>> lock(SortedSet<String> tills) {
        var inOrder = tills.toArray(String[]::new);
        return client.sql("insert into suspected_terminal (party) select * from unnest(:tills) on conflict do nothing")
                .bind("tills", inOrder)
                .then()
                .then(client.sql("""
                                select party, suspected_at from suspected_terminal where party = any(:tills)
                                order by party for update
                                """)
                        .bind("tills", inOrder)
                        .map(TillSuspicionStore::told)
                        .all()
                        .collectList())
                .map(TillSuspicionStore::known);
    }

    /// How many copies that accuse it each till has uploaded since then.
    Mono<Map<String, Integer>> count(Map<String, Instant> since) {
        var rows = List.copyOf(since.entrySet());
        return client.sql("""
                        select b.uploader, count(distinct c.raw)::int as copies
                        from unnest(:tills, :since) as u (uploader, since)
                        join voucher_batch b on b.uploader = u.uploader and b.received_at > u.since
                        join voucher_copy c on c.batch_id = b.id and c.accuses
                        group by b.uploader
                        """)
                .bind("tills", Columns.text(rows, Map.Entry::getKey))
                .bind("since", Columns.instants(rows, Map.Entry::getValue))
                .map(row -> Map.entry(text(row, "uploader"), Objects.requireNonNull(row.get("copies", Integer.class))))
                .all()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    Mono<Void> suspect(Collection<String> tills, Instant now) {
        return client.sql("update suspected_terminal set suspected_at = :now where party = any(:tills)")
                .bind("tills", tills.toArray(String[]::new))
                .bind("now", now)
                .then();
    }

    private record Told(String party, Instant at) {}

    private static Told told(Readable row) {
        var at = row.get("suspected_at", Instant.class);
        return new Told(text(row, "party"), at == null ? Instant.EPOCH : at);
    }

    private static Map<String, Instant> known(List<Told> rows) {
        return rows.stream().collect(Collectors.toMap(Told::party, Told::at));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }
}

package cn.jiaozi.chassis;

import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/// Facts waiting for Kafka, stored in the transaction that makes them true.
public final class Outbox {
    private static final int CROWD = 5_000;

    private final DatabaseClient client;
    private final Relay relay;

    Outbox(DatabaseClient client, Relay relay) {
        this.client = client;
        this.relay = relay;
    }

    /// Joins the caller's transaction; the relay is woken by its commit.
    public Mono<Void> announce(List<Announcement> announcements) {
        if (announcements.isEmpty()) {
            return Mono.empty();
        }
        return client.sql("""
                        insert into outbox (topic, key, body, wakes)
                        select topic, key, body, wakes
                        from rows from (unnest(:topic, :key, :wakes), string_to_table(:bodies, E'\n'))
                            with ordinality as a (topic, key, wakes, body, n)
                        order by n
                        """)
                .bind("topic", Columns.text(announcements, Announcement::topic))
                .bind("key", Columns.text(announcements, Announcement::key))
                .bind("bodies", Columns.lines(announcements, Announcement::body))
                .bind("wakes", Columns.text(announcements, a -> a.wakes().orElse(null)))
                .then()
                .then(AfterCommit.run(relay::wake));
    }

    /// Whether so much waits that nothing should be added that could come later.
    Mono<Boolean> isCrowded() {
        return client.sql("select exists (select 1 from outbox offset :crowd) as crowded")
                .bind("crowd", CROWD)
                .map(row -> Boolean.TRUE.equals(row.get("crowded", Boolean.class)))
                .one();
    }
}

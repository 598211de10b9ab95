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
        return client.sql("insert into outbox (facts, lines) values (:facts, :lines)")
                .bind("facts", announcements.size())
                .bind("lines", Columns.lines(announcements, Announcement::line))
                .then()
                .then(AfterCommit.run(relay::wake));
    }

    /// Whether so much waits that nothing should be added that could come later.
    Mono<Boolean> isCrowded() {
        return client.sql("select coalesce(sum(facts), 0) > :crowd as crowded from outbox")
                .bind("crowd", CROWD)
                .map(row -> Boolean.TRUE.equals(row.get("crowded", Boolean.class)))
                .one();
    }
}

package cn.jiaozi.merchant.book;

import java.time.Duration;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Time for statements that go through all legs of a day. Whatever else a service says to its database is cut off
/// after half a minute.
@Component
public class TimeStore {
    /// Less than a job's longest run.
    private static final Duration OF_A_DAY = Duration.ofMinutes(4);

    private final DatabaseClient client;

    TimeStore(DatabaseClient client) {
        this.client = client;
    }

    /// For each statement until the end of the transaction.
    public Mono<Void> take() {
        return client.sql("select set_config('statement_timeout', :patience, true)")
                .bind("patience", OF_A_DAY.toMillis() + "ms")
                .then();
    }
}

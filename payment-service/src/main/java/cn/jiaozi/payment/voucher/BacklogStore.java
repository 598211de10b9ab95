package cn.jiaozi.payment.voucher;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// How much waits, is missing or is suspected.
@Component
class BacklogStore {
    private final DatabaseClient client;

    BacklogStore(DatabaseClient client) {
        this.client = client;
    }

    /// @param waiting vouchers that wait for their judge, or for what they are judged by
    /// @param oldest  when the first of them had come
    /// @param gaps    that are open, and since when the oldest one
    /// @param givenUp gaps that have waited in vain
    /// @param purses  that are suspected
    /// @param tills   that were told of
    record Backlog(
            long waiting,
            Optional<Instant> oldest,
            long gaps,
            Optional<Instant> oldestGap,
            long givenUp,
            long purses,
            long tills) {}

    Mono<Backlog> find() {
        return client.sql("""
                        select coalesce(w.waiting, 0) as waiting, w.oldest,
                               (select count(*) from counter_gap where given_up_at is null) as gaps,
                               (select min(opened_at) from counter_gap where given_up_at is null) as oldest_gap,
                               (select count(*) from counter_gap where given_up_at is not null) as given_up,
                               (select count(*) from judged_purse where suspected_at is not null) as purses,
                               (select count(*) from suspected_terminal where suspected_at is not null) as tills
                        from (select sum(c.copies)::bigint as waiting, min(b.received_at) as oldest
                              from (select batch_id, count(*) as copies from voucher_copy where waits group by batch_id
                                    union all
                                    select batch_id, sum(vouchers) from voucher_piece
                                    where queued_at is not null group by batch_id) c
                              join voucher_batch b on b.id = c.batch_id) w
                        """).map(BacklogStore::backlog).one();
    }

    private static Backlog backlog(Readable row) {
        return new Backlog(
                number(row, "waiting"),
                Optional.ofNullable(row.get("oldest", Instant.class)),
                number(row, "gaps"),
                Optional.ofNullable(row.get("oldest_gap", Instant.class)),
                number(row, "given_up"),
                number(row, "purses"),
                number(row, "tills"));
    }

    private static long number(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Long.class));
    }
}

package cn.jiaozi.payment.payment;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.chassis.Json;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.Reason;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// The columns that payments and refunds have in common; both tables name them alike.
@Component
public class StandingStore {
    private final DatabaseClient client;

    StandingStore(DatabaseClient client) {
        this.client = client;
    }

    /// Moves what is still requested; the caller has locked the rows.
    public Mono<Void> settle(Movement movement, Map<UUID, Standing> moved) {
        var rows = List.copyOf(moved.entrySet());
        return client.sql("""
                        update %s as t
                        set state = u.state, reason = u.reason, ended_at = u.ended_at, height = u.height,
                            accounting_date = u.accounting_date, authorized_at = u.authorized_at,
                            posted_at = u.posted_at, legs = u.legs::jsonb, next_heal_at = null
                        from unnest(:id, :state, :reason, :ended_at, :height, :accounting_date, :authorized_at,
                                    :posted_at, :legs)
                             as u (id, state, reason, ended_at, height, accounting_date, authorized_at, posted_at, legs)
                        where t.id = u.id and t.state = 'REQUESTED'
                        """.formatted(movement.noun()))
                .bind("id", Columns.uuids(rows, Map.Entry::getKey))
                .bind("state", Columns.text(rows, e -> e.getValue().state().name()))
                .bind(
                        "reason",
                        Columns.text(
                                rows,
                                e -> e.getValue().reason().map(Reason::name).orElse(null)))
                .bind(
                        "ended_at",
                        Columns.instants(rows, e -> e.getValue().endedAt().orElse(null)))
                .bind(
                        "height",
                        Columns.longs(
                                rows,
                                e -> e.getValue().posting().map(Posting::height).orElse(null)))
                .bind(
                        "accounting_date",
                        Columns.dates(
                                rows,
                                e -> e.getValue()
                                        .posting()
                                        .map(Posting::accountingDate)
                                        .orElse(null)))
                .bind(
                        "authorized_at",
                        Columns.instants(
                                rows,
                                e -> e.getValue()
                                        .posting()
                                        .map(Posting::authorizedAt)
                                        .orElse(null)))
                .bind(
                        "posted_at",
                        Columns.instants(
                                rows,
                                e -> e.getValue()
                                        .posting()
                                        .map(Posting::postedAt)
                                        .orElse(null)))
                .bind(
                        "legs",
                        Columns.text(
                                rows,
                                e -> e.getValue()
                                        .posting()
                                        .map(p -> Json.write(p.legs()))
                                        .orElse(null)))
                .fetch()
                .rowsUpdated()
                .filter(updated -> updated == rows.size())
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("A locked row was not requested any more")))
                .then();
    }

    /// Locks what has waited long enough, oldest first, leaving to others what they have locked.
    Mono<List<Healing.Due>> due(Movement movement, Instant now, int atMost) {
        return client.sql("""
                        select id, request, heal_count from %s
                        where state = 'REQUESTED' and next_heal_at <= :now
                        order by requested_at
                        limit :at_most
                        for update skip locked
                        """.formatted(movement.noun()))
                .bind("now", now)
                .bind("at_most", atMost)
                .map(StandingStore::due)
                .all()
                .collectList();
    }

    Mono<Void> healed(Movement movement, List<Healing.Next> healed) {
        return client.sql("""
                        update %s as t set heal_count = heal_count + 1, next_heal_at = u.at
                        from unnest(:id, :at) as u (id, at)
                        where t.id = u.id
                        """.formatted(movement.noun()))
                .bind("id", Columns.uuids(healed, Healing.Next::id))
                .bind("at", Columns.instants(healed, Healing.Next::at))
                .then();
    }

    /// Requests that have not ended, in the order of their ids.
    Mono<List<Healing.Due>> openAfter(Movement movement, UUID after, int atMost) {
        return client.sql("""
                        select id, request, heal_count from %s
                        where state = 'REQUESTED' and id > :after
                        order by id limit :at_most
                        """.formatted(movement.noun()))
                .bind("after", after)
                .bind("at_most", atMost)
                .map(StandingStore::due)
                .all()
                .collectList();
    }

    /// What was announced once and has ended, in the order of their ids.
    public Mono<List<UUID>> endedAfter(Movement movement, UUID after, int atMost) {
        return client.sql("""
                        select id from %s
                        where state <> 'REQUESTED' and request is not null and id > :after
                        order by id limit :at_most
                        """.formatted(movement.noun()))
                .bind("after", after)
                .bind("at_most", atMost)
                .mapValue(UUID.class)
                .all()
                .collectList();
    }

    /// How long the fastest of the last hundred movements took that went all the way since then; empty when none did.
    Mono<Optional<Duration>> fastestSince(Movement movement, Instant since) {
        return client.sql("""
                        select (extract(epoch from min(ended_at - requested_at)) * 1000)::bigint as millis
                        from (select ended_at, requested_at from %s
                              where ended_at > :since and state = 'SUCCEEDED'
                              order by ended_at desc limit 100) as latest
                        """.formatted(movement.noun()))
                .bind("since", since)
                .map(row -> Optional.ofNullable(row.get("millis", Long.class)).map(Duration::ofMillis))
                .one();
    }

    Mono<Healing.Open> open(Movement movement) {
        return client.sql("""
                        select count(*) as open, min(requested_at) as oldest from %s where state = 'REQUESTED'
                        """.formatted(movement.noun()))
                .map(row -> new Healing.Open(
                        Optional.ofNullable(row.get("open", Long.class)).orElse(0L),
                        Optional.ofNullable(row.get("oldest", Instant.class))))
                .one();
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    public static Standing standing(Readable row) {
        return new Standing(
                PaymentState.valueOf(row.get("state", String.class)),
                Optional.ofNullable(row.get("reason", String.class)).map(Reason::valueOf),
                Optional.ofNullable(row.get("height", Long.class))
                        .map(height -> new Posting(
                                height,
                                row.get("accounting_date", LocalDate.class),
                                row.get("authorized_at", Instant.class),
                                row.get("posted_at", Instant.class),
                                List.of(Json.read(row.get("legs", String.class), LedgerEvent.Leg[].class)))),
                Optional.ofNullable(row.get("ended_at", Instant.class)));
    }

    @SuppressWarnings("NullAway")
    private static Healing.Due due(Readable row) {
        return new Healing.Due(
                row.get("id", UUID.class), row.get("request", String.class), row.get("heal_count", Integer.class));
    }
}

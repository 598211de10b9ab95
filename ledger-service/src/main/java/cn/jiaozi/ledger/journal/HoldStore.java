package cn.jiaozi.ledger.journal;

import static java.util.Objects.requireNonNull;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.StepId;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Held entries, read back with the legs that they hold.
@Component
class HoldStore {
    private final DatabaseClient client;

    HoldStore(DatabaseClient client) {
        this.client = client;
    }

    Mono<List<Hold>> find(Collection<StepId> ids) {
        if (ids.isEmpty()) {
            return Mono.just(List.of());
        }
        return client.sql(ContentRow.SELECT + """
                        , h.state, h.ended_height, h.expires_at
                        from (select distinct * from unnest(:business_id, :step, :attempt))
                            as asked (business_id, step, attempt)
                        join hold h using (business_id, step, attempt)
                        join journal j on j.height = h.height
                        join account d on d.id = j.debit_account
                        join account c on c.id = j.credit_account
                        group by h.height, j.height
                        """)
                .bind("business_id", Columns.text(ids, StepId::businessId))
                .bind("step", Columns.text(ids, StepId::step))
                .bind("attempt", Columns.ints(ids, StepId::attempt))
                .map(HoldStore::hold)
                .all()
                .collectList();
    }

    /// Requests to give back what was held too long, the longest first. The step is the hold's own; its attempt rises
    /// after a rejection, which a clock that went back may have caused.
    Flux<LedgerRequest.ExpireHold> due(Instant at, int atMost) {
        return client.sql("""
                        select h.business_id, h.step, h.attempt, e.step as expiry, 1 + (
                            select count(*) from outcome o where o.business_id = h.business_id and o.step = e.step)
                            as next_attempt
                        from hold h
                        cross join lateral (select 'expire-' || h.height as step) e
                        where h.expires_at < :at and h.state = 'PENDING'
                        order by h.expires_at
                        limit :at_most
                        """)
                .bind("at", at)
                .bind("at_most", atMost)
                .map(HoldStore::expiry)
                .all();
    }

    private static LedgerRequest.ExpireHold expiry(Readable row) {
        var hold = ContentRow.id(row);
        return new LedgerRequest.ExpireHold(
                new StepId(
                        hold.businessId(),
                        requireNonNull(row.get("expiry", String.class)),
                        requireNonNull(row.get("next_attempt", Integer.class))),
                hold);
    }

    Mono<Void> save(Collection<Hold> holds) {
        if (holds.isEmpty()) {
            return Mono.empty();
        }
        return client.sql("""
                        insert into hold (height, business_id, step, attempt, state, ended_height, expires_at)
                        select * from unnest(
                            :height, :business_id, :step, :attempt, :state, :ended_height, :expires_at)
                        on conflict (height) do update set
                            state = excluded.state,
                            ended_height = excluded.ended_height
                        """)
                .bind("height", Columns.longs(holds, Hold::height))
                .bind("business_id", Columns.text(holds, hold -> hold.id().businessId()))
                .bind("step", Columns.text(holds, hold -> hold.id().step()))
                .bind("attempt", Columns.ints(holds, hold -> hold.id().attempt()))
                .bind("state", Columns.text(holds, hold -> hold.state().name()))
                .bind(
                        "ended_height",
                        Columns.longs(holds, hold -> hold.endedHeight().orElse(null)))
                .bind(
                        "expires_at",
                        Columns.instants(holds, hold -> hold.expiresAt().orElse(null)))
                .then();
    }

    private static Hold hold(Readable row) {
        return new Hold(
                ContentRow.id(row),
                requireNonNull(row.get("height", Long.class)),
                ContentRow.content(row),
                Optional.ofNullable(row.get("expires_at", Instant.class)),
                HoldState.valueOf(requireNonNull(row.get("state", String.class))),
                Optional.ofNullable(row.get("ended_height", Long.class)));
    }
}

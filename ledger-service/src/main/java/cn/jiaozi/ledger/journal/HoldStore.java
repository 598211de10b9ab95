package cn.jiaozi.ledger.journal;

import static java.util.Objects.requireNonNull;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.contracts.LedgerRequest.EntrySpec;
import cn.jiaozi.contracts.LedgerRequest.LegSpec;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.TxType;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
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
        return client.sql("""
                        select h.*, e.tx_type, e.payer_operator, e.payee_operator, e.branch_code, e.requested_at,
                            e.authorized_at, l.debits, l.credits, l.amounts, l.exempt
                        from (select distinct * from unnest(:business_id, :step, :attempt))
                            as asked (business_id, step, attempt)
                        join hold h using (business_id, step, attempt)
                        join entry e using (height)
                        cross join lateral (
                            select
                                array_agg(d.address order by t.leg_no) as debits,
                                array_agg(c.address order by t.leg_no) as credits,
                                array_agg(t.amount_fen order by t.leg_no) as amounts,
                                array_agg(t.may_exceed_cap order by t.leg_no) as exempt
                            from transfer t
                            join account d on d.id = t.debit_account
                            join account c on c.id = t.credit_account
                            where t.height = h.height
                        ) l
                        """)
                .bind("business_id", Columns.text(ids, StepId::businessId))
                .bind("step", Columns.text(ids, StepId::step))
                .bind("attempt", Columns.ints(ids, StepId::attempt))
                .map(HoldStore::hold)
                .all()
                .collectList();
    }

    Mono<Void> save(Collection<Hold> holds) {
        if (holds.isEmpty()) {
            return Mono.empty();
        }
        return client.sql("""
                        insert into hold (height, business_id, step, attempt, state, ended_height)
                        select * from unnest(:height, :business_id, :step, :attempt, :state, :ended_height)
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
                .then();
    }

    private static Hold hold(Readable row) {
        var debits = requireNonNull(row.get("debits", String[].class));
        var credits = requireNonNull(row.get("credits", String[].class));
        var amounts = requireNonNull(row.get("amounts", Long[].class));
        var exempt = requireNonNull(row.get("exempt", Boolean[].class));
        var legs = IntStream.range(0, debits.length)
                .mapToObj(i -> new LegSpec(debits[i], credits[i], amounts[i], exempt[i]))
                .toList();
        return new Hold(
                new StepId(
                        requireNonNull(row.get("business_id", String.class)),
                        requireNonNull(row.get("step", String.class)),
                        requireNonNull(row.get("attempt", Integer.class))),
                requireNonNull(row.get("height", Long.class)),
                new EntrySpec(
                        TxType.valueOf(requireNonNull(row.get("tx_type", String.class))),
                        requireNonNull(row.get("payer_operator", String.class)),
                        requireNonNull(row.get("payee_operator", String.class)),
                        requireNonNull(row.get("branch_code", String.class)),
                        legs,
                        List.of(),
                        requireNonNull(row.get("requested_at", Instant.class)),
                        requireNonNull(row.get("authorized_at", Instant.class)),
                        Optional.empty()),
                HoldState.valueOf(requireNonNull(row.get("state", String.class))),
                Optional.ofNullable(row.get("ended_height", Long.class)));
    }
}

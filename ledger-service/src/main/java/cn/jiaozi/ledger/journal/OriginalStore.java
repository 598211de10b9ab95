package cn.jiaozi.ledger.journal;

import static java.util.Objects.requireNonNull;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.contracts.StepId;
import io.r2dbc.spi.Readable;
import java.util.Collection;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Entries that somebody wants reversed, and which were.
@Component
class OriginalStore {
    private final DatabaseClient client;

    OriginalStore(DatabaseClient client) {
        this.client = client;
    }

    Mono<List<Original>> find(Collection<StepId> ids) {
        if (ids.isEmpty()) {
            return Mono.just(List.of());
        }
        return client.sql(ContentRow.SELECT + """
                        , bool_or(r.height is not null) as reversed
                        from (select distinct * from unnest(:business_id, :step, :attempt))
                            as asked (business_id, step, attempt)
                        join outcome o using (business_id, step, attempt)
                        join journal j on j.height = o.height
                        join account d on d.id = j.debit_account
                        join account c on c.id = j.credit_account
                        left join reversal r on r.height = j.height
                        group by j.height
                        """)
                .bind("business_id", Columns.text(ids, StepId::businessId))
                .bind("step", Columns.text(ids, StepId::step))
                .bind("attempt", Columns.ints(ids, StepId::attempt))
                .map(OriginalStore::original)
                .all()
                .collectList();
    }

    /// The key makes a second reversal impossible, whatever the code believes.
    Mono<Void> reverse(Collection<Original> originals) {
        if (originals.isEmpty()) {
            return Mono.empty();
        }
        return client.sql("insert into reversal (height) select * from unnest(:height)")
                .bind("height", Columns.longs(originals, Original::height))
                .then();
    }

    private static Original original(Readable row) {
        return new Original(
                ContentRow.id(row),
                requireNonNull(row.get("height", Long.class)),
                EntryKind.valueOf(requireNonNull(row.get("kind", String.class))),
                ContentRow.content(row),
                requireNonNull(row.get("reversed", Boolean.class)));
    }
}

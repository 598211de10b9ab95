package cn.jiaozi.ledger.chain;

import static java.util.Objects.requireNonNull;

import cn.jiaozi.contracts.StepId;
import cn.jiaozi.sdk.receipt.ClearEntry;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Entries as the chain knows them, read back from the journal.
@Component
public class FactStore {
    private final DatabaseClient client;

    FactStore(DatabaseClient client) {
        this.client = client;
    }

    /// Entries with these heights, both ends included, in order.
    public Flux<Fact> facts(long from, long to) {
        return client.sql("""
                        select j.height, j.kind, j.tx_type, j.accounting_date, j.at, j.business_id, j.step, j.attempt,
                            j.ref_height, j.amount_fen, coalesce(d.address, '?') as debit,
                            coalesce(c.address, '?') as credit
                        from journal j
                        left join account d on d.id = j.debit_account
                        left join account c on c.id = j.credit_account
                        where j.height between :from and :to
                        order by j.height, j.leg_no
                        """)
                .bind("from", from)
                .bind("to", to)
                .map(FactStore::fact)
                .all()
                .collectList()
                .flatMapIterable(FactStore::joined);
    }

    /// The height at which an act was posted at last; none for one that was not.
    Mono<Long> posted(String businessId) {
        return client.sql("""
                        select max(height) as height from outcome
                        where business_id = :business_id and kind in ('POSTED', 'CAPTURED')
                        having max(height) is not null
                        """)
                .bind("business_id", businessId)
                .map(row -> requireNonNull(row.get("height", Long.class)))
                .one();
    }

    /// Who owns the accounts of an entry's legs; nobody owns what is not in the list.
    Flux<Owned> owners(long height) {
        return client.sql("""
                        select distinct a.address, a.owner
                        from journal j
                        join account a on a.id in (j.debit_account, j.credit_account)
                        where j.height = :height and a.owner is not null
                        """)
                .bind("height", height)
                .map(row -> new Owned(
                        requireNonNull(row.get("address", String.class)),
                        requireNonNull(row.get("owner", String.class))))
                .all();
    }

    record Owned(String address, String owner) {}

    /// With the leg of one row.
    private static Fact fact(Readable row) {
        return new Fact(
                requireNonNull(row.get("height", Long.class)),
                requireNonNull(row.get("kind", String.class)),
                requireNonNull(row.get("tx_type", String.class)),
                requireNonNull(row.get("accounting_date", LocalDate.class)),
                requireNonNull(row.get("at", Instant.class)),
                new StepId(
                        requireNonNull(row.get("business_id", String.class)),
                        requireNonNull(row.get("step", String.class)),
                        requireNonNull(row.get("attempt", Integer.class))),
                Optional.ofNullable(row.get("ref_height", Long.class)),
                List.of(new ClearEntry.Leg(
                        requireNonNull(row.get("debit", String.class)),
                        requireNonNull(row.get("credit", String.class)),
                        requireNonNull(row.get("amount_fen", Long.class)))));
    }

    /// One fact an entry, of one a leg.
    private static List<Fact> joined(List<Fact> legs) {
        var facts = new ArrayList<Fact>(legs.size());
        for (var leg : legs) {
            if (!facts.isEmpty() && facts.getLast().height() == leg.height()) {
                facts.add(facts.removeLast().and(leg.legs()));
            } else {
                facts.add(leg);
            }
        }
        return facts;
    }
}

package cn.jiaozi.ledger.chain;

import static java.util.Objects.requireNonNull;

import cn.jiaozi.contracts.StepId;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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
                        select j.height, min(j.kind) as kind, min(j.tx_type) as tx_type,
                            min(j.accounting_date) as accounting_date, min(j.at) as at,
                            min(j.business_id) as business_id, min(j.step) as step, min(j.attempt) as attempt,
                            min(j.ref_height) as ref_height, array_agg(j.amount_fen order by j.leg_no) as amounts,
                            array_agg(coalesce(d.address, '?') order by j.leg_no) as debits,
                            array_agg(coalesce(c.address, '?') order by j.leg_no) as credits
                        from journal j
                        left join account d on d.id = j.debit_account
                        left join account c on c.id = j.credit_account
                        where j.height between :from and :to
                        group by j.height
                        order by j.height
                        """)
                .bind("from", from)
                .bind("to", to)
                .map(FactStore::fact)
                .all();
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

    private static Fact fact(Readable row) {
        var debits = requireNonNull(row.get("debits", String[].class));
        var credits = requireNonNull(row.get("credits", String[].class));
        var amounts = requireNonNull(row.get("amounts", Long[].class));
        List<Fact.Leg> legs = IntStream.range(0, debits.length)
                .mapToObj(i -> new Fact.Leg(debits[i], credits[i], amounts[i]))
                .toList();
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
                legs);
    }
}

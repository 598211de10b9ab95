package cn.jiaozi.payment.voucher;

import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class TotalsStore {
    private final DatabaseClient client;

    TotalsStore(DatabaseClient client) {
        this.client = client;
    }

    Mono<Totals> find(UUID batchId) {
        var byVerdict = client.sql("""
                        select verdict, count(*) as count, coalesce(sum(amount_fen), 0)::bigint as amount_fen
                        from voucher_copy where batch_id = :batch and verdict is not null
                        group by verdict order by verdict
                        """)
                .bind("batch", batchId)
                .map(row -> new Totals.Total(
                        Verdict.valueOf(Objects.requireNonNull(row.get("verdict", String.class))),
                        Objects.requireNonNull(row.get("count", Long.class)),
                        Objects.requireNonNull(row.get("amount_fen", Long.class))))
                .all()
                .collectList();
        var waiting = client.sql("select count(*) from voucher_copy where batch_id = :batch and verdict is null")
                .bind("batch", batchId)
                .mapValue(Long.class)
                .one();
        var accepted =
                client.sql("""
                        select coalesce(sum(v.amount_fen), 0)::bigint
                        from voucher_copy c
                        join voucher v on v.id = c.voucher_id and v.batch_id = c.batch_id and v.index = c.index
                        where c.batch_id = :batch and v.settled
                        """).bind("batch", batchId).mapValue(Long.class).one();
        return Mono.zip(byVerdict, waiting, accepted)
                .map(found -> new Totals(found.getT1(), found.getT2(), found.getT3()));
    }
}

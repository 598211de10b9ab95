package cn.jiaozi.payment.voucher;

import io.r2dbc.spi.Readable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

@Repository
class TotalsStore {
    private final DatabaseClient client;

    /// @param verdict empty for copies that have none yet
    private record Row(Optional<Verdict> verdict, long count, long amountFen, long paidFen) {}

    TotalsStore(DatabaseClient client) {
        this.client = client;
    }

    /// In one statement, so that all of it is told of one moment.
    Mono<Totals> find(UUID batchId) {
        return client.sql("""
                        select c.verdict, count(*) as count, coalesce(sum(c.amount_fen), 0)::bigint as amount_fen,
                               coalesce(sum(v.amount_fen) filter (where v.settled), 0)::bigint as paid_fen
                        from voucher_copy c
                        left join voucher v on v.id = c.voucher_id and v.batch_id = c.batch_id and v.index = c.index
                        where c.batch_id = :batch
                        group by c.verdict order by c.verdict
                        """)
                .bind("batch", batchId)
                .map(TotalsStore::row)
                .all()
                .collectList()
                .map(TotalsStore::totals);
    }

    private static Totals totals(List<Row> rows) {
        return new Totals(
                rows.stream()
                        .flatMap(
                                row -> row
                                        .verdict()
                                        .map(verdict -> new Totals.Total(verdict, row.count(), row.amountFen()))
                                        .stream())
                        .toList(),
                rows.stream()
                        .filter(row -> row.verdict().isEmpty())
                        .mapToLong(Row::count)
                        .sum(),
                rows.stream().mapToLong(Row::paidFen).reduce(0, Math::addExact));
    }

    private static Row row(Readable row) {
        return new Row(
                Optional.ofNullable(row.get("verdict", String.class)).map(Verdict::valueOf),
                number(row, "count"),
                number(row, "amount_fen"),
                number(row, "paid_fen"));
    }

    private static long number(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Long.class));
    }
}

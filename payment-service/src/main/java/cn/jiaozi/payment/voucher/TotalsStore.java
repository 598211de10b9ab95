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

    /// @param verdict empty where no copy has one
    private record Row(long vouchers, Optional<Verdict> verdict, long count, long amountFen, long paidFen) {}

    TotalsStore(DatabaseClient client) {
        this.client = client;
    }

    /// In one statement, so that all of it is told of one moment.
    Mono<Totals> find(UUID batchId) {
        return client.sql("""
                        select b.vouchers::bigint as vouchers, l.verdict, count(l.index) as count,
                               coalesce(sum(l.amount_fen), 0)::bigint as amount_fen,
                               coalesce(sum(l.paid_fen), 0)::bigint as paid_fen
                        from voucher_batch b
                        left join voucher_line l on l.batch_id = b.id and l.verdict is not null
                        where b.id = :batch
                        group by b.vouchers, l.verdict order by l.verdict
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
                rows.getFirst().vouchers() - rows.stream().mapToLong(Row::count).sum(),
                rows.stream().mapToLong(Row::paidFen).reduce(0, Math::addExact));
    }

    private static Row row(Readable row) {
        return new Row(
                number(row, "vouchers"),
                Optional.ofNullable(row.get("verdict", String.class)).map(Verdict::valueOf),
                number(row, "count"),
                number(row, "amount_fen"),
                number(row, "paid_fen"));
    }

    private static long number(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Long.class));
    }
}

package cn.jiaozi.payment.report;

import cn.jiaozi.payment.voucher.Bearer;
import cn.jiaozi.payment.voucher.Flag;
import cn.jiaozi.payment.voucher.Verdict;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Reads over the tables of all that has to do with vouchers.
@Component
class ReportStore {
    private final DatabaseClient client;

    ReportStore(DatabaseClient client) {
        this.client = client;
    }

    record Purse(int lastCounter, int synced, Optional<Instant> suspectedAt) {}

    Mono<UUID> batch(String scope, String actId) {
        return client.sql("select id from voucher_batch where scope = :scope and act_id = :act_id")
                .bind("scope", scope)
                .bind("act_id", actId)
                .mapValue(UUID.class)
                .one();
    }

    /// @param after index; -1 for the beginning
    Mono<List<BatchLine>> lines(UUID batchId, int after, int limit) {
        return client.sql("""
                        select l.index, encode(l.voucher_id, 'hex') as voucher_id, l.verdict, l.bearer, l.flags,
                               l.amount_fen, v.receivable_fen
                        from voucher_line l
                        left join voucher v on v.id = l.voucher_id and l.paid_fen is not null
                        where l.batch_id = :batch and l.index > :after order by l.index limit :limit
                        """)
                .bind("batch", batchId)
                .bind("after", after)
                .bind("limit", limit)
                .map(ReportStore::line)
                .all()
                .collectList();
    }

    Mono<Purse> purse(String purseId) {
        return client.sql("select last_counter, synced, suspected_at from judged_purse where purse_id = :purse")
                .bind("purse", purseId)
                .map(row -> new Purse(
                        number(row, "last_counter"),
                        number(row, "synced"),
                        Optional.ofNullable(row.get("suspected_at", Instant.class))))
                .one();
    }

    Mono<List<PurseTimeline.Gap>> gaps(String purseId, int limit) {
        return client.sql("""
                        select first, last, opened_at, given_up_at from counter_gap where purse_id = :purse
                        order by first limit :limit
                        """)
                .bind("purse", purseId)
                .bind("limit", limit)
                .map(row -> new PurseTimeline.Gap(
                        number(row, "first"),
                        number(row, "last"),
                        at(row, "opened_at"),
                        Optional.ofNullable(row.get("given_up_at", Instant.class))))
                .all()
                .collectList();
    }

    /// Those with one counter stay together, so a page may be longer by the ones that share its last counter.
    Mono<List<PurseTimeline.Step>> steps(String purseId, int after, int limit) {
        return client.sql("""
                        select v.counter, v.load, encode(v.id, 'hex') as id, v.payee, v.amount_fen, v.balance_fen, v.verdict,
                               v.bearer, v.flags, s.state = 'POSTED' as settled, v.receivable_fen, v.decided_at
                        from voucher v join voucher_settlement s on s.id = v.settlement_id
                        where v.purse_id = :purse and v.counter > :after
                        order by v.counter fetch first :limit rows with ties
                        """)
                .bind("purse", purseId)
                .bind("after", after)
                .bind("limit", limit)
                .map(ReportStore::step)
                .all()
                .collectList();
    }

    Mono<List<VoucherDay.Received>> received(Instant from, Instant to) {
        return client.sql("""
                        select l.verdict, l.bearer, count(*) as count,
                               coalesce(sum(l.amount_fen), 0)::bigint as amount_fen,
                               coalesce(sum(l.paid_fen), 0)::bigint as paid_fen,
                               coalesce(sum(v.receivable_fen), 0)::bigint as receivable_fen
                        from voucher_batch b
                        join voucher_line l on l.batch_id = b.id
                        left join voucher v on v.id = l.voucher_id and l.paid_fen is not null
                        where b.received_at >= :from and b.received_at < :to and l.verdict is not null
                        group by l.verdict, l.bearer order by l.verdict, l.bearer
                        """)
                .bind("from", from)
                .bind("to", to)
                .map(row -> new VoucherDay.Received(
                        Verdict.valueOf(text(row, "verdict")),
                        Bearer.valueOf(text(row, "bearer")),
                        fen(row, "count"),
                        fen(row, "amount_fen"),
                        fen(row, "paid_fen"),
                        fen(row, "receivable_fen")))
                .all()
                .collectList();
    }

    Mono<Long> waiting(Instant from, Instant to) {
        return client.sql("""
                        select coalesce(sum(b.vouchers - (select count(*) from voucher_line l
                                                          where l.batch_id = b.id and l.verdict is not null)), 0)::bigint
                        from voucher_batch b
                        where b.received_at >= :from and b.received_at < :to
                        """)
                .bind("from", from)
                .bind("to", to)
                .mapValue(Long.class)
                .one();
    }

    Mono<VoucherDay.Settled> settled(LocalDate date) {
        return client.sql("""
                        select count(*) as entries, coalesce(sum(vouchers), 0)::bigint as vouchers,
                               coalesce(sum(amount_fen), 0)::bigint as amount_fen,
                               coalesce(sum(receivable_fen), 0)::bigint as receivable_fen
                        from voucher_settlement where state = 'POSTED' and accounting_date = :date
                        """)
                .bind("date", date)
                .map(row -> new VoucherDay.Settled(
                        fen(row, "entries"), fen(row, "vouchers"), fen(row, "amount_fen"), fen(row, "receivable_fen")))
                .one();
    }

    private static BatchLine line(Readable row) {
        var verdict = Optional.ofNullable(row.get("verdict", String.class)).map(Verdict::valueOf);
        var receivableFen = Optional.ofNullable(row.get("receivable_fen", Long.class));
        var otherwise = verdict.isPresent() ? BatchLine.Effect.NONE : BatchLine.Effect.WAITING;
        return new BatchLine(
                number(row, "index"),
                Optional.ofNullable(row.get("voucher_id", String.class)),
                verdict,
                flags(row),
                Optional.ofNullable(row.get("amount_fen", Long.class)),
                receivableFen.isPresent() ? BatchLine.Effect.PAID : otherwise,
                receivableFen,
                Optional.ofNullable(row.get("bearer", String.class)).map(Bearer::valueOf));
    }

    private static PurseTimeline.Step step(Readable row) {
        return new PurseTimeline.Step(
                number(row, "counter"),
                number(row, "load"),
                text(row, "id"),
                text(row, "payee"),
                fen(row, "amount_fen"),
                fen(row, "balance_fen"),
                Verdict.valueOf(text(row, "verdict")),
                Bearer.valueOf(text(row, "bearer")),
                flags(row),
                Boolean.TRUE.equals(row.get("settled", Boolean.class)),
                fen(row, "receivable_fen"),
                at(row, "decided_at"));
    }

    private static List<Flag> flags(Readable row) {
        return Arrays.stream(text(row, "flags").split(","))
                .filter(name -> !name.isEmpty())
                .map(Flag::valueOf)
                .toList();
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }

    private static int number(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Integer.class));
    }

    private static long fen(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Long.class));
    }

    private static Instant at(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Instant.class));
    }
}

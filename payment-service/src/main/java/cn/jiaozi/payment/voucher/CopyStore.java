package cn.jiaozi.payment.voucher;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.sdk.voucher.Voucher;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Copies as they were uploaded. A copy waits until it has a verdict, or until the ledger is asked to pay it.
@Component
class CopyStore {
    private final DatabaseClient client;

    CopyStore(DatabaseClient client) {
        this.client = client;
    }

    /// @param judged those that are vouchers, in the same order; the others have their verdict from the beginning
    /// @param lookAt when those that wait are looked at again
    Mono<Void> insert(List<Arrived> arrived, List<Judgement> judged, Instant lookAt) {
        var rows = rows(arrived, judged);
        return client.sql("""
                        insert into voucher_copy (batch_id, index, raw, purse_id, voucher_id, amount_fen, verdict, bearer,
                                                  flags, settlement_id, look_at)
                        select batch_id, index, raw::bytea, purse_id, decode(voucher_id, 'hex'), amount_fen,
                               verdict, bearer, flags, settlement_id, :look_at
                        from rows from (
                            unnest(:batch_id, :index, :purse_id, :voucher_id, :amount_fen, :verdict, :bearer, :flags,
                                   :settlement_id),
                            string_to_table(:raw, E'\n'))
                            as u (batch_id, index, purse_id, voucher_id, amount_fen, verdict, bearer, flags,
                                  settlement_id, raw)
                        """)
                .bind("batch_id", Columns.uuids(rows, row -> row.arrived().batchId()))
                .bind("index", Columns.ints(rows, row -> row.arrived().index()))
                .bind(
                        "raw",
                        Columns.lines(rows, row -> "\\x" + row.arrived().raw().hex()))
                .bind(
                        "purse_id",
                        Columns.text(rows, row -> row.of(copy -> copy.debit().payer())))
                .bind(
                        "voucher_id",
                        Columns.text(
                                rows, row -> row.of(copy -> copy.voucherId().hex())))
                .bind(
                        "amount_fen",
                        Columns.longs(rows, row -> row.of(copy -> copy.debit().amountFen())))
                .bind(
                        "verdict",
                        Columns.text(
                                rows, row -> row.verdict().map(Verdict::name).orElse(null)))
                .bind(
                        "bearer",
                        Columns.text(rows, row -> row.bearer().map(Bearer::name).orElse(null)))
                .bind(
                        "flags",
                        Columns.text(
                                rows, row -> row.judged().map(Judgement::flags).orElse("")))
                .bind(
                        "settlement_id",
                        Columns.uuids(
                                rows,
                                row -> row.judged()
                                        .flatMap(Judgement::settlement)
                                        .orElse(null)))
                .bind("look_at", lookAt)
                .then();
    }

    /// In the order of arrival.
    Mono<List<Copy>> waiting(Collection<String> purses, Instant now, int atMost) {
        return client.sql("""
                        select c.batch_id, c.index, c.raw, b.received_at, b.uploader, b.vouchers, b.sum_fen
                        from voucher_copy c join voucher_batch b on b.id = c.batch_id
                        where c.purse_id = any(:purses) and c.waits and c.look_at <= :now
                        order by b.received_at, c.batch_id, c.index
                        limit :at_most
                        """)
                .bind("purses", purses.toArray(String[]::new))
                .bind("now", now)
                .bind("at_most", atMost)
                .map(CopyStore::copy)
                .all()
                .collectList();
    }

    /// The caller has locked their purses.
    Mono<Void> keep(List<Judgement> judgements, Instant lookAt) {
        return client.sql("""
                        update voucher_copy c
                        set verdict = u.verdict, bearer = u.bearer, flags = u.flags, settlement_id = u.settlement_id,
                            look_at = :look_at
                        from unnest(:batch_id, :index, :verdict, :bearer, :flags, :settlement_id)
                             as u (batch_id, index, verdict, bearer, flags, settlement_id)
                        where c.batch_id = u.batch_id and c.index = u.index
                        """)
                .bind("batch_id", Columns.uuids(judgements, j -> j.copy().batchId()))
                .bind("index", Columns.ints(judgements, j -> j.copy().index()))
                .bind(
                        "verdict",
                        Columns.text(
                                judgements, j -> j.expected().map(Verdict::name).orElse(null)))
                .bind(
                        "bearer",
                        Columns.text(
                                judgements,
                                j -> j.expectedBearer().map(Bearer::name).orElse(null)))
                .bind("flags", Columns.text(judgements, Judgement::flags))
                .bind(
                        "settlement_id",
                        Columns.uuids(judgements, j -> j.settlement().orElse(null)))
                .bind("look_at", lookAt)
                .then();
    }

    /// How those of a settlement have ended, where that is not what was expected, or to which other one they belong
    /// now.
    Mono<Void> end(Collection<Ended> ended) {
        var rows = List.copyOf(ended);
        return client.sql("""
                        update voucher_copy c
                        set verdict = u.verdict, bearer = u.bearer, settlement_id = u.settlement_id
                        from unnest(:batch_id, :index, :verdict, :bearer, :settlement_id)
                             as u (batch_id, index, verdict, bearer, settlement_id)
                        where c.batch_id = u.batch_id and c.index = u.index
                        """)
                .bind("batch_id", Columns.uuids(rows, e -> e.part().batchId()))
                .bind("index", Columns.ints(rows, e -> e.part().index()))
                .bind("verdict", Columns.text(rows, e -> e.expected().name()))
                .bind("bearer", Columns.text(rows, e -> e.bearer().name()))
                .bind("settlement_id", Columns.uuids(rows, Ended::settlement))
                .then();
    }

    /// Lets what waits be looked at now; gives the purses that have any.
    Mono<List<String>> wake(Collection<String> purses, Instant now) {
        return wake(purses, now, "");
    }

    /// As [#wake], those that wait for no settlement any more.
    Mono<List<String>> wakeSettled(Collection<String> purses, Instant now) {
        return wake(purses, now, """
                and not exists (
                    select from voucher v join voucher_settlement s on s.id = v.settlement_id
                    where v.id = c.voucher_id and s.state = 'ASKED')
                """);
    }

    private Mono<List<String>> wake(Collection<String> purses, Instant now, String condition) {
        return client.sql("""
                        with woken as (
                            update voucher_copy c set look_at = :now
                            where c.purse_id = any(:purses) and c.waits %s
                            returning purse_id)
                        select distinct purse_id from woken order by purse_id
                        """.formatted(condition))
                .bind("purses", purses.toArray(String[]::new))
                .bind("now", now)
                .mapValue(String.class)
                .all()
                .collectList();
    }

    /// Purses whose copies should have been looked at by then.
    Mono<List<String>> overdue(Instant then, int atMost) {
        return client.sql("""
                        select distinct purse_id from voucher_copy where look_at <= :then and waits limit :at_most
                        """)
                .bind("then", then)
                .bind("at_most", atMost)
                .mapValue(String.class)
                .all()
                .collectList();
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static Copy copy(Readable row) {
        return new Copy(
                row.get("batch_id", UUID.class),
                row.get("index", Integer.class),
                row.get("uploader", String.class),
                row.get("vouchers", Integer.class),
                row.get("sum_fen", Long.class),
                row.get("received_at", Instant.class),
                Voucher.read(Objects.requireNonNull(row.get("raw", byte[].class))));
    }

    private static List<Row> rows(List<Arrived> arrived, List<Judgement> judged) {
        var next = judged.iterator();
        return arrived.stream()
                .map(each -> new Row(each, each.copy().map(_ -> next.next())))
                .toList();
    }

    /// @param judged empty for what is no voucher
    private record Row(Arrived arrived, Optional<Judgement> judged) {
        <T> @Nullable T of(Function<Copy, T> column) {
            return arrived.copy().map(column).orElse(null);
        }

        Optional<Verdict> verdict() {
            return judged.isPresent() ? judged.get().expected() : Optional.of(Verdict.MALFORMED);
        }

        Optional<Bearer> bearer() {
            return judged.isPresent() ? judged.get().expectedBearer() : Optional.of(Bearer.PAYEE);
        }
    }
}

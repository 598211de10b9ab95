package cn.jiaozi.payment.voucher;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.sdk.voucher.Voucher;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Copies as they were uploaded. A copy waits until it has a verdict, or until the ledger is asked to pay it.
@Component
class CopyStore {
    private static final String WAITS = " verdict is null and settlement_id is null ";

    private final DatabaseClient client;

    CopyStore(DatabaseClient client) {
        this.client = client;
    }

    Mono<Void> insert(List<Arrived> copies, Instant receivedAt) {
        return client.sql("""
                        insert into voucher_copy (batch_id, index, raw, purse_id, voucher_id, amount_fen, verdict, bearer,
                                                  received_at, look_at)
                        select batch_id, index, decode(raw, 'hex'), purse_id, decode(voucher_id, 'hex'), amount_fen,
                               verdict, bearer, :now, :now
                        from unnest(:batch_id, :index, :raw, :purse_id, :voucher_id, :amount_fen, :verdict, :bearer)
                             as u (batch_id, index, raw, purse_id, voucher_id, amount_fen, verdict, bearer)
                        """)
                .bind("batch_id", Columns.uuids(copies, Arrived::batchId))
                .bind("index", Columns.ints(copies, Arrived::index))
                .bind("raw", Columns.text(copies, copy -> copy.raw().hex()))
                .bind(
                        "purse_id",
                        Columns.text(copies, c -> c.debit().map(d -> d.payer()).orElse(null)))
                .bind(
                        "voucher_id",
                        Columns.text(
                                copies, c -> c.debit().map(d -> d.hash().hex()).orElse(null)))
                .bind(
                        "amount_fen",
                        Columns.longs(
                                copies, c -> c.debit().map(d -> d.amountFen()).orElse(null)))
                .bind("verdict", Columns.text(copies, c -> c.debit().isPresent() ? null : Verdict.MALFORMED.name()))
                .bind("bearer", Columns.text(copies, c -> c.debit().isPresent() ? null : Bearer.PAYEE.name()))
                .bind("now", receivedAt)
                .then();
    }

    /// In the order of arrival.
    Mono<List<Copy>> waiting(Collection<String> purses, Instant now, int atMost) {
        return client.sql("""
                        select c.batch_id, c.index, c.raw, c.received_at, b.uploader, b.vouchers, b.sum_fen
                        from voucher_copy c join voucher_batch b on b.id = c.batch_id
                        where c.purse_id = any(:purses) and c.verdict is null and c.settlement_id is null
                          and c.look_at <= :now
                        order by c.received_at, c.batch_id, c.index
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
                        set verdict = u.verdict, bearer = u.bearer, settlement_id = u.settlement_id, look_at = :look_at
                        from unnest(:batch_id, :index, :verdict, :bearer, :settlement_id)
                             as u (batch_id, index, verdict, bearer, settlement_id)
                        where c.batch_id = u.batch_id and c.index = u.index
                        """)
                .bind("batch_id", Columns.uuids(judgements, j -> j.copy().batchId()))
                .bind("index", Columns.ints(judgements, j -> j.copy().index()))
                .bind(
                        "verdict",
                        Columns.text(
                                judgements, j -> j.verdict().map(Verdict::name).orElse(null)))
                .bind(
                        "bearer",
                        Columns.text(
                                judgements, j -> j.bearer().map(Bearer::name).orElse(null)))
                .bind(
                        "settlement_id",
                        Columns.uuids(judgements, j -> j.settlement().orElse(null)))
                .bind("look_at", lookAt)
                .then();
    }

    /// How those of a settlement have ended, or to which other one they belong now.
    Mono<Void> end(Collection<Ended> ended) {
        var rows = List.copyOf(ended);
        return client.sql("""
                        update voucher_copy c
                        set verdict = u.verdict, bearer = u.bearer, flags = u.flags, settlement_id = u.settlement_id
                        from unnest(:batch_id, :index, :verdict, :bearer, :flags, :settlement_id)
                             as u (batch_id, index, verdict, bearer, flags, settlement_id)
                        where c.batch_id = u.batch_id and c.index = u.index
                        """)
                .bind("batch_id", Columns.uuids(rows, e -> e.part().batchId()))
                .bind("index", Columns.ints(rows, e -> e.part().index()))
                .bind(
                        "verdict",
                        Columns.text(rows, e -> e.verdict().map(Verdict::name).orElse(null)))
                .bind(
                        "bearer",
                        Columns.text(
                                rows,
                                e -> e.verdict().map(_ -> e.bearer().name()).orElse(null)))
                .bind("flags", Columns.text(rows, e -> e.part().flags()))
                .bind("settlement_id", Columns.uuids(rows, Ended::settlement))
                .then();
    }

    /// Lets what waits be looked at now; gives the purses that have any.
    Mono<List<String>> wake(Collection<String> purses, Instant now) {
        return client.sql("""
                        with woken as (
                            update voucher_copy set look_at = :now
                            where purse_id = any(:purses) and verdict is null and settlement_id is null
                            returning purse_id)
                        select distinct purse_id from woken order by purse_id
                        """)
                .bind("purses", purses.toArray(String[]::new))
                .bind("now", now)
                .mapValue(String.class)
                .all()
                .collectList();
    }

    /// Purses whose copies should have been looked at by then.
    Mono<List<String>> overdue(Instant then, int atMost) {
        return client.sql("select distinct purse_id from voucher_copy where look_at <= :then and " + WAITS
                        + " limit :at_most")
                .bind("then", then)
                .bind("at_most", atMost)
                .mapValue(String.class)
                .all()
                .collectList();
    }

    Mono<Long> count() {
        return client.sql("select count(*) from voucher_copy where" + WAITS)
                .mapValue(Long.class)
                .one();
    }

    /// How long the oldest of them has waited; 0 when there is none.
    Mono<Long> oldestSeconds() {
        return client.sql("select coalesce(extract(epoch from now() - min(received_at)), 0)::bigint"
                        + " from voucher_copy where" + WAITS)
                .mapValue(Long.class)
                .one();
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
}

package cn.jiaozi.payment.upload;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.payment.voucher.Uploaded;
import cn.jiaozi.sdk.key.Octets;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Pieces of whole batches, which wait until their vouchers are judged. The table is the queue: who takes a piece
/// locks it, and others pass it by.
@Component
class QueueStore {
    /// Small ones are taken together.
    private static final int PIECES = 16;

    private final DatabaseClient client;

    QueueStore(DatabaseClient client) {
        this.client = client;
    }

    /// @param first index of its first voucher
    record Queued(Uploaded batch, int number, int first, Octets body) {}

    /// Some that have waited longest, with about as many vouchers as that; at least one where any waits.
    Mono<List<Queued>> take(int vouchers) {
        return client.sql("""
                        with taken as (
                            select batch_id, number, queued_at, body, vouchers from voucher_piece
                            where queued_at is not null
                            order by queued_at, batch_id, number limit :pieces
                            for update skip locked)
                        select t.batch_id, t.number, encode(t.body, 'hex') as body, b.uploader, b.vouchers, b.sum_fen,
                               b.received_at,
                               (select coalesce(sum(e.vouchers), 0)::int from voucher_piece e
                                where e.batch_id = t.batch_id and e.number < t.number) as first
                        from (select *, sum(vouchers) over (order by queued_at, batch_id, number) - vouchers as before
                              from taken) t
                        join voucher_batch b on b.id = t.batch_id
                        where t.before < :vouchers
                        order by t.queued_at, t.batch_id, t.number
                        """)
                .bind("pieces", PIECES)
                .bind("vouchers", vouchers)
                .map(QueueStore::queued)
                .all()
                .collectList();
    }

    /// Copies of their vouchers are there.
    Mono<Void> done(List<Queued> pieces) {
        return client.sql("""
                        update voucher_piece p set queued_at = null, body = null
                        from unnest(:ids, :numbers) as u (id, number) where p.batch_id = u.id and p.number = u.number
                        """)
                .bind("ids", Columns.uuids(pieces, piece -> piece.batch().batchId()))
                .bind("numbers", Columns.ints(pieces, Queued::number))
                .then();
    }

    Mono<Void> requeue(List<Queued> pieces, Instant at) {
        return client.sql("""
                        update voucher_piece p set queued_at = :at
                        from unnest(:ids, :numbers) as u (id, number) where p.batch_id = u.id and p.number = u.number
                        """)
                .bind("at", at)
                .bind("ids", Columns.uuids(pieces, piece -> piece.batch().batchId()))
                .bind("numbers", Columns.ints(pieces, Queued::number))
                .then();
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static Queued queued(Readable row) {
        return new Queued(
                new Uploaded(
                        row.get("batch_id", UUID.class),
                        row.get("uploader", String.class),
                        row.get("vouchers", Integer.class),
                        row.get("sum_fen", Long.class),
                        row.get("received_at", Instant.class)),
                row.get("number", Integer.class),
                row.get("first", Integer.class),
                Octets.parse(Objects.requireNonNull(row.get("body", String.class))));
    }
}

package cn.jiaozi.payment.upload;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.receipt.Hash;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class BatchStore {
    private static final String SELECT = """
            select id, scope, act_id, encode(header, 'hex') as header, encode(statement, 'hex') as statement, created_at,
                   received_at
            from voucher_batch
            """;

    private final DatabaseClient client;

    BatchStore(DatabaseClient client) {
        this.client = client;
    }

    record DeclaredPiece(Hash hash, boolean arrived) {}

    /// False where the caller has used the id before.
    Mono<Boolean> insert(Batch batch, List<Hash> pieces) {
        var header = batch.content();
        var numbers = IntStream.range(0, pieces.size()).boxed().toList();
        return client.sql("""
                        insert into voucher_batch
                            (id, scope, act_id, header, uploader, vouchers, sum_fen, statement, created_at)
                        values (:id, :scope, :act_id, decode(:header, 'hex'), :uploader, :vouchers, :sum_fen,
                                decode(nullif(:statement, ''), 'hex'), :created_at)
                        on conflict (scope, act_id) do nothing
                        """)
                .bind("id", batch.id())
                .bind("scope", batch.scope())
                .bind("act_id", batch.actId())
                .bind("header", batch.header().hex())
                .bind("uploader", header.uploader())
                .bind("vouchers", header.count())
                .bind("sum_fen", header.sumFen())
                .bind("statement", batch.statement().map(Octets::hex).orElse(""))
                .bind("created_at", batch.createdAt())
                .fetch()
                .rowsUpdated()
                .flatMap(inserted -> inserted == 0
                        ? Mono.just(false)
                        : client.sql("""
                                        insert into voucher_piece (batch_id, number, hash)
                                        select :id, number, decode(hash, 'hex')
                                        from unnest(:numbers, :hashes) as u (number, hash)
                                        """)
                                .bind("id", batch.id())
                                .bind("numbers", Columns.ints(numbers, number -> number))
                                .bind("hashes", Columns.text(pieces, Hash::hex))
                                .then()
                                .thenReturn(true));
    }

    Mono<Batch> find(String scope, String actId) {
        return client.sql(SELECT + " where scope = :scope and act_id = :act_id")
                .bind("scope", scope)
                .bind("act_id", actId)
                .map(BatchStore::batch)
                .one();
    }

    /// Whoever brings a piece waits here for the others, so that one of them sees that it is the last.
    Mono<Batch> lock(UUID id) {
        return client.sql(SELECT + " where id = :id for update")
                .bind("id", id)
                .map(BatchStore::batch)
                .one();
    }

    Mono<DeclaredPiece> piece(UUID id, int number) {
        return client.sql("""
                        select encode(hash, 'hex') as hash, arrived from voucher_piece
                        where batch_id = :id and number = :number
                        """)
                .bind("id", id)
                .bind("number", number)
                .map(row -> new DeclaredPiece(
                        Hash.parse(text(row, "hash")), Boolean.TRUE.equals(row.get("arrived", Boolean.class))))
                .one();
    }

    Mono<Void> arrive(UUID id, int number, int vouchers, Octets body) {
        return client.sql("""
                        update voucher_piece set arrived = true, vouchers = :vouchers, body = :body
                        where batch_id = :id and number = :number
                        """)
                .bind("id", id)
                .bind("number", number)
                .bind("vouchers", vouchers)
                .bind("body", body.bytes())
                .then();
    }

    Mono<List<Integer>> missing(UUID id) {
        return client.sql("select number from voucher_piece where batch_id = :id and not arrived order by number")
                .bind("id", id)
                .mapValue(Integer.class)
                .all()
                .collectList();
    }

    /// How many are in the pieces that have arrived.
    Mono<Long> vouchers(UUID id) {
        return client.sql("select coalesce(sum(vouchers), 0)::bigint from voucher_piece where batch_id = :id")
                .bind("id", id)
                .mapValue(Long.class)
                .one();
    }

    /// The pieces wait for their judge from now on.
    Mono<Void> complete(UUID id, Instant receivedAt) {
        return client.sql("update voucher_batch set received_at = :at where id = :id")
                .bind("id", id)
                .bind("at", receivedAt)
                .then()
                .then(client.sql("update voucher_piece set queued_at = :at where batch_id = :id")
                        .bind("id", id)
                        .bind("at", receivedAt)
                        .then());
    }

    private static Batch batch(Readable row) {
        return new Batch(
                Objects.requireNonNull(row.get("id", UUID.class)),
                text(row, "scope"),
                text(row, "act_id"),
                Octets.parse(text(row, "header")),
                Optional.ofNullable(row.get("statement", String.class)).map(Octets::parse),
                Objects.requireNonNull(row.get("created_at", Instant.class)),
                Optional.ofNullable(row.get("received_at", Instant.class)));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }
}

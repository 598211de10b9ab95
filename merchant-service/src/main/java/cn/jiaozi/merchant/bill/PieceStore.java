package cn.jiaozi.merchant.bill;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// The bytes of bills. Each piece is read by a statement of its own, so whoever downloads slowly holds no connection.
@Component
class PieceStore {
    private final DatabaseClient client;

    PieceStore(DatabaseClient client) {
        this.client = client;
    }

    /// With each piece the claim lasts longer. Nothing is kept of a builder who was so slow that another one has it.
    Mono<Void> keep(UUID bill, UUID claim, Piece piece, Instant until) {
        return client.sql("""
                        with mine as (
                            update bill set claimed_until = :until
                            where bill_id = :bill and claim = :claim and state = 'WANTED'
                            returning bill_id)
                        insert into bill_piece (bill_id, claim, no, length, sha256, bytes)
                        select bill_id, :claim, :no, :length, :sha256, :bytes from mine
                        """)
                .bind("until", until)
                .bind("bill", bill)
                .bind("claim", claim)
                .bind("no", piece.no())
                .bind("length", piece.length())
                .bind("sha256", piece.sha256())
                .bind("bytes", piece.bytes())
                .then();
    }

    /// Those of builders who did not come to an end.
    Mono<Void> forgetOthers(UUID bill, UUID claim) {
        return client.sql("delete from bill_piece where bill_id = :bill and claim <> :claim")
                .bind("bill", bill)
                .bind("claim", claim)
                .then();
    }

    /// The file without its closing line, one piece after the other.
    Flux<byte[]> body(UUID bill, Bill.Built built) {
        return Flux.range(0, built.pieces()).concatMap(no -> piece(bill, built.claim(), no), 1);
    }

    private Mono<byte[]> piece(UUID bill, UUID claim, int no) {
        return client.sql("""
                        select no, length, sha256, bytes from bill_piece
                        where bill_id = :bill and claim = :claim and no = :no
                        """)
                .bind("bill", bill)
                .bind("claim", claim)
                .bind("no", no)
                .map(PieceStore::read)
                .one()
                .switchIfEmpty(Mono.error(() -> new Altered("piece " + no + " of a bill is missing")))
                .map(Piece::plain);
    }

    /// Whether all of it is there, byte by byte; looked at before anybody is given any of it.
    Mono<Boolean> isWhole(UUID bill, Bill.Built built) {
        return client.sql("""
                        select count(*) = :pieces and coalesce(bool_and(sha256(bytes) = sha256), true)
                        from bill_piece where bill_id = :bill and claim = :claim
                        """)
                .bind("pieces", built.pieces())
                .bind("bill", bill)
                .bind("claim", built.claim())
                .mapValue(Boolean.class)
                .one();
    }

    /// What is older than bills are kept. Their digests stay for ever.
    Mono<Long> forgetBefore(LocalDate day, Instant now) {
        return client.sql("delete from bill_download where expires_at < :now")
                .bind("now", now)
                .then()
                .then(client.sql("""
                                delete from bill_piece where (bill_id, claim, no) in (
                                    select p.bill_id, p.claim, p.no from bill_piece p join bill b using (bill_id)
                                    where b.accounting_date < :day limit 1000)
                                """).bind("day", day).fetch().rowsUpdated());
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static Piece read(Readable row) {
        return new Piece(
                row.get("no", Integer.class),
                row.get("length", Integer.class),
                row.get("sha256", byte[].class),
                row.get("bytes", byte[].class));
    }
}

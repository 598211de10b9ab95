package cn.jiaozi.merchant.bill;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// What renditions of bills are like, and who may download one now.
@Component
class RenditionStore {
    private final DatabaseClient client;

    RenditionStore(DatabaseClient client) {
        this.client = client;
    }

    /// @param bodySha256 of all but the closing line, which tells it
    record Ready(UUID bill, Rendition rendition, String bodySha256, Digest.Of whole) {}

    record Wanted(UUID bill, Rendition rendition) {}

    record Download(UUID bill, Rendition rendition, boolean gzip) {}

    Mono<Ready> ready(UUID bill, Rendition rendition) {
        return client.sql("""
                        select bill_id, charset, digits, body_sha256, length, sha256, sm3 from bill_rendition
                        where bill_id = :bill and charset = :charset and digits = :digits and ready_at is not null
                        """)
                .bind("bill", bill)
                .bind("charset", rendition.charset().said())
                .bind("digits", rendition.digits().name())
                .map(RenditionStore::known)
                .one();
    }

    /// Every rendition of a bill that anybody has wanted so far.
    Flux<Ready> ready(UUID bill) {
        return client.sql("""
                        select bill_id, charset, digits, body_sha256, length, sha256, sm3 from bill_rendition
                        where bill_id = :bill and ready_at is not null order by charset desc, digits desc
                        """).bind("bill", bill).map(RenditionStore::known).all();
    }

    Mono<Void> want(UUID bill, Rendition rendition, Instant now) {
        return client.sql("""
                        insert into bill_rendition (bill_id, charset, digits, wanted_at)
                        values (:bill, :charset, :digits, :now)
                        on conflict do nothing
                        """)
                .bind("bill", bill)
                .bind("charset", rendition.charset().said())
                .bind("digits", rendition.digits().name())
                .bind("now", now)
                .then();
    }

    /// The next one whose digests nobody knows yet, of a bill that is made.
    Mono<Wanted> wanted() {
        return client.sql("""
                        select r.bill_id, r.charset, r.digits
                        from bill_rendition r join bill b on b.bill_id = r.bill_id and b.state = 'BUILT'
                        where r.ready_at is null
                        order by r.wanted_at limit 1
                        """).map(row -> new Wanted(bill(row), rendition(row))).one();
    }

    Mono<Void> isReady(Ready ready, Instant now) {
        return client.sql("""
                        update bill_rendition set ready_at = :now, length = :length, body_sha256 = :body,
                                                  sha256 = :sha256, sm3 = :sm3
                        where bill_id = :bill and charset = :charset and digits = :digits and ready_at is null
                        """)
                .bind("now", now)
                .bind("length", ready.whole().length())
                .bind("body", ready.bodySha256())
                .bind("sha256", ready.whole().sha256())
                .bind("sm3", ready.whole().sm3())
                .bind("bill", ready.bill())
                .bind("charset", ready.rendition().charset().said())
                .bind("digits", ready.rendition().digits().name())
                .then();
    }

    Mono<Void> permit(String secretHash, Download download, Instant until) {
        return client.sql("""
                        insert into bill_download (secret_hash, bill_id, charset, digits, gzip, expires_at)
                        values (:hash, :bill, :charset, :digits, :gzip, :until)
                        """)
                .bind("hash", secretHash)
                .bind("bill", download.bill())
                .bind("charset", download.rendition().charset().said())
                .bind("digits", download.rendition().digits().name())
                .bind("gzip", download.gzip())
                .bind("until", until)
                .then();
    }

    /// Once: of several who come at once, one.
    Mono<Download> use(String secretHash, Instant now) {
        return client.sql("""
                        update bill_download set used_at = :now
                        where secret_hash = :hash and used_at is null and expires_at > :now
                        returning bill_id, charset, digits, gzip
                        """)
                .bind("now", now)
                .bind("hash", secretHash)
                .map(row ->
                        new Download(bill(row), rendition(row), Boolean.TRUE.equals(row.get("gzip", Boolean.class))))
                .one();
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static UUID bill(Readable row) {
        return row.get("bill_id", UUID.class);
    }

    @SuppressWarnings("NullAway")
    private static Rendition rendition(Readable row) {
        return new Rendition(
                Rendition.Encoding.of(row.get("charset", String.class)),
                Rendition.Digits.valueOf(row.get("digits", String.class)));
    }

    @SuppressWarnings("NullAway")
    private static Ready known(Readable row) {
        return new Ready(
                row.get("bill_id", UUID.class),
                rendition(row),
                row.get("body_sha256", String.class),
                new Digest.Of(
                        row.get("length", Long.class), row.get("sha256", String.class), row.get("sm3", String.class)));
    }
}

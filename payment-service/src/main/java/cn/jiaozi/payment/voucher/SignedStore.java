package cn.jiaozi.payment.voucher;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.sdk.receipt.Hash;
import io.r2dbc.spi.Readable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Debits that a purse has signed and of which a copy was not paid; another one may be. Whoever adds some has locked
/// the purses.
@Component
class SignedStore {
    private final DatabaseClient client;

    SignedStore(DatabaseClient client) {
        this.client = client;
    }

    /// Completes the books by those that have one of these counters.
    Mono<Void> open(Map<String, Book> books, List<Span> neighbours) {
        return client.sql("""
                        select s.purse_id, s.counter, encode(s.id, 'hex') as id, encode(s.previous, 'hex') as previous
                        from unnest(:purses, :firsts, :lasts) as u (purse_id, first, last)
                        join signed_debit s on s.purse_id = u.purse_id and s.counter between u.first and u.last
                        """)
                .bind("purses", Columns.text(neighbours, Span::purseId))
                .bind("firsts", Columns.longs(neighbours, Span::first))
                .bind("lasts", Columns.longs(neighbours, Span::last))
                .map(row -> signed(books, row))
                .all()
                .then();
    }

    /// @param rejected whose payers have signed
    Mono<Void> keep(List<Judgement> rejected) {
        return rejected.isEmpty()
                ? Mono.empty()
                : client.sql("""
                                insert into signed_debit (id, purse_id, counter, previous, batch_id, index)
                                select decode(id, 'hex'), purse_id, counter, decode(previous, 'hex'), batch_id, index
                                from unnest(:id, :purse_id, :counter, :previous, :batch_id, :index)
                                     as u (id, purse_id, counter, previous, batch_id, index)
                                on conflict do nothing
                                """)
                        .bind(
                                "id",
                                Columns.text(rejected, j -> j.copy().voucherId().hex()))
                        .bind("purse_id", Columns.text(rejected, j -> j.debit().payer()))
                        .bind("counter", Columns.ints(rejected, j -> j.debit().counter()))
                        .bind(
                                "previous",
                                Columns.text(rejected, j -> j.debit().previous().hex()))
                        .bind("batch_id", Columns.uuids(rejected, j -> j.copy().batchId()))
                        .bind("index", Columns.ints(rejected, j -> j.copy().index()))
                        .then();
    }

    /// Vouchers that the ledger does not pay, before they are forgotten.
    Mono<Void> keepUnpaid(List<Ended> unpaid) {
        return unpaid.isEmpty()
                ? Mono.empty()
                : client.sql("""
                                insert into signed_debit (id, purse_id, counter, previous, batch_id, index)
                                select v.id, v.purse_id, v.counter, v.previous, v.batch_id, v.index
                                from unnest(:ids) as u (hex) join voucher v on v.id = decode(u.hex, 'hex')
                                on conflict do nothing
                                """)
                        .bind("ids", Columns.text(unpaid, each -> each.part().voucherId()))
                        .then();
    }

    private static int signed(Map<String, Book> books, Readable row) {
        int counter = Objects.requireNonNull(row.get("counter", Integer.class));
        Objects.requireNonNull(books.get(text(row, "purse_id")))
                .signed(counter, new Book.Signed(Hash.parse(text(row, "id")), Hash.parse(text(row, "previous"))));
        return counter;
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }
}

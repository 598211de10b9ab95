package cn.jiaozi.payment.voucher;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.payment.voucher.Gaps.Gap;
import cn.jiaozi.sdk.receipt.Hash;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// What has been decided about purses. Whoever changes it locks the purses' rows first.
@Component
class BookStore {
    private final DatabaseClient client;

    BookStore(DatabaseClient client) {
        this.client = client;
    }

    private record Row(String purseId, int last, int synced) {}

    private record OpenGap(String purseId, Gap gap) {}

    /// Locks the purses, which become known by it, and gives their books, in which no voucher is yet.
    Mono<Map<String, Book>> lock(Collection<String> purses) {
        var inOrder = new TreeSet<>(purses).toArray(String[]::new);
        return client.sql("insert into judged_purse (purse_id) select * from unnest(:purses) on conflict do nothing")
                .bind("purses", inOrder)
                .then()
                .then(client.sql("""
                                select purse_id, last_counter, synced from judged_purse where purse_id = any(:purses)
                                order by purse_id for update
                                """)
                        .bind("purses", inOrder)
                        .map(BookStore::row)
                        .all()
                        .collectList())
                .flatMap(rows -> gaps(inOrder).map(gaps -> books(rows, gaps)));
    }

    /// Completes the books by what the copies are to be compared with.
    ///
    /// @param neighbours of the copies' counters
    Mono<Nonces> open(Map<String, Book> books, List<Copy> copies, List<Span> neighbours) {
        var debits = copies.stream().map(Copy::debit).distinct().toList();
        var nonces = new Nonces();
        return client.sql("""
                        select v.purse_id, v.counter, v.load, encode(v.id, 'hex') as id,
                               encode(v.previous, 'hex') as previous, v.balance_fen, v.amount_fen, v.holds_slot,
                               s.state = 'POSTED' as settled
                        from unnest(:purses, :firsts, :lasts) as u (purse_id, first, last)
                        join voucher v on v.purse_id = u.purse_id and v.counter between u.first and u.last
                        join voucher_settlement s on s.id = v.settlement_id
                        """)
                .bind("purses", Columns.text(neighbours, Span::purseId))
                .bind("firsts", Columns.longs(neighbours, Span::first))
                .bind("lasts", Columns.longs(neighbours, Span::last))
                .map(row -> paying(books, row))
                .all()
                .then()
                .then(client.sql("""
                                select v.payee, encode(v.nonce, 'hex') as nonce, encode(v.id, 'hex') as id
                                from unnest(:payees, :nonces) as u (payee, hex)
                                join voucher v on v.payee = u.payee and v.nonce = decode(u.hex, 'hex')
                                """)
                        .bind("payees", Columns.text(debits, d -> d.payee()))
                        .bind("nonces", Columns.text(debits, d -> d.nonce().hex()))
                        .map(row -> nonce(nonces, row))
                        .all()
                        .then())
                .then(client.sql("""
                                select v.purse_id, v.load, sum(v.amount_fen)::bigint as amount_fen,
                                       count(*) filter (where v.powered_off)::int as powered_off,
                                       coalesce(sum(v.amount_fen) filter (where v.powered_off), 0)::bigint
                                           as powered_off_fen
                                from (select distinct * from unnest(:purses, :loads)) as u (purse_id, load)
                                join judged_purse p on p.purse_id = u.purse_id
                                join voucher v on v.purse_id = u.purse_id and v.load = u.load and v.counter > p.synced
                                group by v.purse_id, v.load
                                """)
                        .bind("purses", Columns.text(debits, d -> d.payer()))
                        .bind("loads", Columns.ints(debits, d -> d.load()))
                        .map(row -> spent(books, row))
                        .all()
                        .then())
                .thenReturn(nonces);
    }

    Mono<Void> keep(Map<String, Gaps> changed) {
        if (changed.isEmpty()) {
            return Mono.empty();
        }
        var rows = List.copyOf(changed.entrySet());
        var open = rows.stream()
                .flatMap(e -> e.getValue().open().stream().map(gap -> new OpenGap(e.getKey(), gap)))
                .toList();
        return client.sql("""
                        update judged_purse p set last_counter = u.last
                        from unnest(:purses, :lasts) as u (purse_id, last) where p.purse_id = u.purse_id
                        """)
                .bind("purses", Columns.text(rows, Map.Entry::getKey))
                .bind("lasts", Columns.ints(rows, e -> e.getValue().last()))
                .then()
                .then(client.sql("delete from counter_gap where purse_id = any(:purses) and given_up_at is null")
                        .bind("purses", Columns.text(rows, Map.Entry::getKey))
                        .then())
                .then(client.sql("""
                                insert into counter_gap (purse_id, first, last, opened_at)
                                select * from unnest(:purses, :firsts, :lasts, :opened)
                                """)
                        .bind("purses", Columns.text(open, OpenGap::purseId))
                        .bind("firsts", Columns.ints(open, each -> each.gap().first()))
                        .bind("lasts", Columns.ints(open, each -> each.gap().last()))
                        .bind(
                                "opened",
                                Columns.instants(open, each -> each.gap().openedAt()))
                        .then());
    }

    /// Those that nobody had suspected before.
    Mono<List<String>> suspect(Collection<String> purses, Instant now) {
        return client.sql("""
                        update judged_purse set suspected_at = :now
                        where purse_id = any(:purses) and suspected_at is null returning purse_id
                        """)
                .bind("purses", purses.toArray(String[]::new))
                .bind("now", now)
                .mapValue(String.class)
                .all()
                .collectList();
    }

    private Mono<Map<String, List<Gap>>> gaps(String[] purses) {
        return client.sql("""
                        select purse_id, first, last, opened_at from counter_gap
                        where purse_id = any(:purses) and given_up_at is null order by purse_id, first
                        """)
                .bind("purses", purses)
                .map(BookStore::gap)
                .all()
                .collect(
                        Collectors.groupingBy(OpenGap::purseId, Collectors.mapping(OpenGap::gap, Collectors.toList())));
    }

    private static Map<String, Book> books(List<Row> rows, Map<String, List<Gap>> gaps) {
        var books = new HashMap<String, Book>();
        rows.forEach(row -> books.put(
                row.purseId(),
                new Book(new Gaps(row.last(), gaps.getOrDefault(row.purseId(), List.of())), row.synced())));
        return books;
    }

    private static boolean paying(Map<String, Book> books, Readable row) {
        var book = book(books, row);
        var id = hash(row, "id");
        boolean settled = flag(row, "settled");
        book.known(id, settled);
        if (flag(row, "holds_slot")) {
            book.slot(
                    number(row, "counter"),
                    new Book.Slot(
                            number(row, "load"),
                            id,
                            hash(row, "previous"),
                            fen(row, "balance_fen"),
                            fen(row, "amount_fen")));
        }
        return settled;
    }

    private static String nonce(Nonces nonces, Readable row) {
        var key = new Nonces.Key(text(row, "payee"), text(row, "nonce"));
        nonces.use(key, hash(row, "id"));
        return key.nonce();
    }

    private static int spent(Map<String, Book> books, Readable row) {
        int load = number(row, "load");
        book(books, row)
                .spent(
                        load,
                        new Book.Spent(
                                fen(row, "amount_fen"), number(row, "powered_off"), fen(row, "powered_off_fen")));
        return load;
    }

    private static Row row(Readable row) {
        return new Row(text(row, "purse_id"), number(row, "last_counter"), number(row, "synced"));
    }

    private static OpenGap gap(Readable row) {
        var openedAt = Objects.requireNonNull(row.get("opened_at", Instant.class));
        return new OpenGap(text(row, "purse_id"), new Gap(number(row, "first"), number(row, "last"), openedAt));
    }

    private static Book book(Map<String, Book> books, Readable row) {
        return Objects.requireNonNull(books.get(text(row, "purse_id")));
    }

    private static Hash hash(Readable row, String column) {
        return Hash.parse(text(row, column));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }

    private static int number(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Integer.class));
    }

    private static boolean flag(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Boolean.class));
    }

    private static long fen(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Long.class));
    }
}

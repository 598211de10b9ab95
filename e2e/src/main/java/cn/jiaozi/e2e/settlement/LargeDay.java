package cn.jiaozi.e2e.settlement;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/// A day of merchant-service's books as the bank's customers leave it, written straight into the tables: so many
/// exchanges of the ledger against so many lines of the core's file, and so many payments against as many entries of
/// the ledger. Of everything that can differ there are a few.
final class LargeDay {
    /// Years before what the suite itself has booked.
    static final LocalDate DATE = LocalDate.of(2025, 11, 27);

    /// Keys of each kind of difference.
    static final int ODD = 10;

    /// Differences between the ledger and the core, in the order of the keys: no line; no leg; another amount; refused
    /// by the core; another wallet; booked twice; the other direction; still held; given back; held and refused.
    static final int ODD_OF_CORE = 10 * ODD;

    /// Differences between payments and the ledger, in that order: no entry; no word; another amount; told as failed.
    static final int ODD_OF_PAYMENTS = 4 * ODD;

    private static final int CHUNK = 1_000_000;

    /// Ids begin with a moment, as those that the services make; a wallet's number follows from the act's.
    private static final List<String> WORDS = List.of("""
            create function pg_temp.id(what text, n bigint) returns text language sql immutable as $$
                select (lpad(to_hex(1764201600000 + n / 100), 12, '0') || '7' || substr(md5(what || n), 1, 3) || 'a'
                    || substr(md5(what || n), 4, 15))::uuid::text
            $$
            """, """
            create function pg_temp.wallet(n bigint) returns text language sql immutable as $$
                select '0020' || lpad((n * 7919 % 1000000)::text, 12, '0')
            $$
            """, """
            create function pg_temp.at(n bigint) returns timestamptz language sql immutable as $$
                select to_timestamp(1764201600 + n / 200.0)
            $$
            """);

    private final String url;
    private final int rows;

    /// @param url  of merchant-service's database
    /// @param rows of each side of each pair
    LargeDay(String url, int rows) {
        if (rows < 10 * ODD_OF_CORE) {
            throw new IllegalArgumentException("a day has at least " + 10 * ODD_OF_CORE + " rows");
        }
        this.url = url;
        this.rows = rows;
    }

    /// How many keys each pair has under which mark, as long as the days beside it have not been compared.
    Map<String, Map<String, Long>> marks() {
        long odd = ODD;
        return Map.of(
                "LEDGER_CORE",
                Map.of(
                        "SAME", (long) rows - ODD_OF_CORE,
                        "PROC", 2 * odd,
                        "DIFF", 3 * odd,
                        "SANF", odd,
                        "LESS", odd,
                        "EANS", odd,
                        "FANS", odd,
                        "EANF", odd),
                "PAYMENT_LEDGER",
                Map.of("SAME", (long) rows - ODD_OF_PAYMENTS, "MORE", odd, "PROC", odd, "DIFF", odd, "FANS", odd));
    }

    /// The day is here whole when this returns, so that its reconciliation may begin.
    void fill() throws SQLException {
        try (var connection = DriverManager.getConnection(url)) {
            for (String word : WORDS) {
                run(connection, word);
            }
            run(connection, "select add_book_days(array[date '" + DATE + "'])");
            long file = file(connection);
            for (int from = 1; from <= rows; from += CHUNK) {
                int to = Math.min(rows, from + CHUNK - 1);
                exchanges(connection, from, to);
                lines(connection, from, to, file);
                entries(connection, from, to);
                payments(connection, from, to);
            }
            few(connection, file);
            for (String table : List.of("book_leg", "book_payment", "core_line", "reconciliation_hold")) {
                run(connection, "vacuum analyze " + table);
            }
            run(connection, "checkpoint");
            complete(connection, file);
        }
    }

    private static long file(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var found = statement.executeQuery("""
                        insert into core_file (accounting_date, act_id, state, brought_by, begun_at)
                        values (date '%s', 'bench', 'LOADING', 'bench', now())
                        returning file_id
                        """.formatted(DATE))) {
            found.next();
            return found.getLong(1);
        }
    }

    private static void exchanges(Connection connection, int from, int to) throws SQLException {
        run(connection, """
                insert into book_leg (accounting_date, shard, height, leg_no, kind, tx_type, business_id, step, debit, credit,
                                      amount_fen, at)
                select date '%1$s', 0, n, 1, 'CAPTURED', 'EXCHANGE_IN', 'exchange:' || pg_temp.id('exchange', n), 'capture',
                       'core:0001:clearing',
                       'wallet:' || pg_temp.wallet(case when n between 41 and 50 then n + 1 else n end) || ':available',
                       1 + n %% 20000, pg_temp.at(n)
                from generate_series(%2$d::bigint, %3$d) n
                where n not between 11 and 20 and n not between 71 and 100
                """.formatted(DATE, from, to));
    }

    private static void lines(Connection connection, int from, int to, long file) throws SQLException {
        run(connection, """
                insert into core_line (file_id, line_no, request_id, kind, amount_fen, state, bank_ref, wallet_id, booked_at)
                select %3$d, n + 1, pg_temp.id('exchange', n), case when n between 61 and 70 then 'CREDIT' else 'DEBIT' end,
                       1 + n %% 20000 + (n between 21 and 30)::int,
                       case when n between 31 and 40 or n between 91 and 100 then 'REFUSED' else 'DONE' end,
                       'CB20251127' || lpad(n::text, 9, '0'), pg_temp.wallet(n), pg_temp.at(n)
                from generate_series(%1$d::bigint, %2$d) n
                where n > 10
                """.formatted(from, to, file));
    }

    private void entries(Connection connection, int from, int to) throws SQLException {
        run(connection, """
                insert into book_leg (accounting_date, shard, height, leg_no, kind, tx_type, business_id, step, debit, credit,
                                      amount_fen, at)
                select date '%1$s', 0, %4$d + n, 1, 'POSTED', 'CONSUME', 'payment:' || pg_temp.id('payment', n), 'post',
                       'wallet:' || pg_temp.wallet(n) || ':available',
                       'wallet:0021' || lpad((n * 104729 %% 20000)::text, 12, '0') || ':available', 1 + n %% 20000,
                       pg_temp.at(n)
                from generate_series(%2$d::bigint, %3$d) n
                where n > 10
                """.formatted(DATE, from, to, rows));
    }

    private static void payments(Connection connection, int from, int to) throws SQLException {
        run(connection, """
                insert into book_payment (accounting_date, business_id, tx_type, state, amount_fen, reason, at)
                select date '%1$s', 'payment:' || pg_temp.id('payment', n), 'CONSUME',
                       case when n between 31 and 40 then 'FAILED' else 'SUCCEEDED' end,
                       case when n between 31 and 40 then null else 1 + n %% 20000 + (n between 21 and 30)::int end,
                       case when n between 31 and 40 then 'WALLET_FROZEN' end, pg_temp.at(n)
                from generate_series(%2$d::bigint, %3$d) n
                where n not between 11 and 20
                """.formatted(DATE, from, to));
    }

    /// What is booked twice, and what is held or given back.
    private void few(Connection connection, long file) throws SQLException {
        run(connection, """
                insert into core_line
                select file_id, line_no + %d, request_id, kind, amount_fen, state, bank_ref, wallet_id, booked_at
                from core_line where file_id = %d and line_no between 52 and 61
                """.formatted(rows, file));
        run(connection, """
                insert into reconciliation_hold (business_id, state, accounting_date, at)
                select 'exchange:' || pg_temp.id('exchange', n), case when n between 81 and 90 then 'VOIDED' else 'HELD' end,
                       date '%s', pg_temp.at(n)
                from generate_series(71::bigint, 100) n
                """.formatted(DATE));
    }

    /// Bills of the day are not begun: no header of the ledger will ever be so high.
    private void complete(Connection connection, long file) throws SQLException {
        run(connection, """
                update core_file
                set state = 'IN_EFFECT', version = 1, sm3 = repeat('0', 64), loaded_at = now(), lines = l.lines,
                    done_count = l.done, debit_fen = l.debit_fen, credit_fen = l.credit_fen
                from (select count(*) as lines, count(*) filter (where state = 'DONE') as done,
                             coalesce(sum(amount_fen) filter (where state = 'DONE' and kind <> 'CREDIT'), 0) as debit_fen,
                             coalesce(sum(amount_fen) filter (where state = 'DONE' and kind = 'CREDIT'), 0) as credit_fen
                      from core_line where file_id = %1$d) l
                where file_id = %1$d
                """.formatted(file));
        run(connection, """
                insert into book_day (shard, accounting_date, after_height, last_height, last_block, posted_fen, closed_at,
                                      complete_at)
                values (0, date '%s', 0, %d, %d, 0, now(), now())
                """.formatted(DATE, 2L * rows, Long.MAX_VALUE));
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

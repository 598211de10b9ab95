package cn.jiaozi.e2e.settlement;

import cn.jiaozi.chassis.Copies;
import cn.jiaozi.e2e.Median;
import cn.jiaozi.merchant.bill.BillRowsStore;
import cn.jiaozi.merchant.bill.Digest;
import cn.jiaozi.merchant.bill.Piece;
import cn.jiaozi.merchant.format.TradeBill;
import cn.jiaozi.merchant.outlet.WalletOwner;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.flywaydb.core.Flyway;

/// The trade bill of one merchant and day, from its rows to a file: plain, and deflated with both digests. The baseline
/// is PostgreSQL's own `COPY … TO` a file, of the very same select as CSV.
final class Bills {
    private static final String MERCHANT = "002000100000018";
    private static final WalletOwner OWNER = new WalletOwner(MERCHANT, Optional.empty());
    private static final LocalDate DAY = LocalDate.of(2026, 11, 28);
    private static final int CHUNK = 1_000_000;

    private final String url;
    private final Path data;
    private final int rows;
    private final int rounds;
    private final boolean fees;
    private final BillRowsStore store;

    Bills(int port, Path data, int rows, int rounds, boolean fees) {
        this.url = "jdbc:postgresql://localhost:" + port + "/merchant";
        this.data = data;
        this.rows = rows;
        this.rounds = rounds;
        this.fees = fees;
        this.store = new BillRowsStore(new Copies(url, "postgres", "postgres", "bench"));
    }

    Map<String, Object> measure() throws SQLException, IOException {
        prepare();
        var copies = new ArrayList<Double>();
        var plain = new ArrayList<Double>();
        var packed = new ArrayList<Double>();
        System.out.printf("%-24s %12s %12s %12s%n", "rows a second", "COPY", "bill", "deflated");
        for (int round = 0; round <= rounds; round++) {
            double copy = perSecond(this::copy);
            double bill = perSecond(this::plain);
            double deflated = perSecond(this::packed);
            System.out.printf(
                    "%-24s %12.0f %12.0f %12.0f%n", round == 0 ? "warming up" : "round " + round, copy, bill, deflated);
            if (round > 0) {
                copies.add(copy);
                plain.add(bill);
                packed.add(deflated);
            }
        }
        var figures = new LinkedHashMap<String, Object>();
        figures.put("billRowsPerSecond", Math.round(Median.of(plain)));
        figures.put("billRowsGzipDigestsPerSecond", Math.round(Median.of(packed)));
        figures.put("copyRowsPerSecond", Math.round(Median.of(copies)));
        figures.put("ratio", Math.round(100 * Median.of(plain) / Median.of(copies)) / 100.0);
        return figures;
    }

    private interface Work {
        long rows() throws SQLException, IOException;
    }

    private double perSecond(Work work) throws SQLException, IOException {
        long began = System.nanoTime();
        long done = work.rows();
        double seconds = (System.nanoTime() - began) / 1e9;
        if (done != rows) {
            throw new IllegalStateException(done + " rows were written, there are " + rows);
        }
        return rows / seconds;
    }

    /// With the settings that the bill's own connection has.
    private long copy() throws SQLException, IOException {
        var file = data.toAbsolutePath().resolve("copy.csv");
        String copy = "copy (" + Copies.filled(BillRowsStore.TRADE, parameters()) + ") to '" + file
                + "' (format csv, header)";
        var settings = new Properties();
        settings.setProperty("user", "postgres");
        settings.setProperty("options", Copies.OPTIONS);
        try (var connection = DriverManager.getConnection(url, settings);
                var statement = connection.createStatement()) {
            return statement.executeLargeUpdate(copy);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static Map<String, Object> parameters() {
        return BillRowsStore.tradeOf(OWNER, DAY, "");
    }

    private long plain() throws IOException {
        var file = data.resolve("bill.csv");
        var format = new TradeBill(MERCHANT, DAY);
        try (var out = Files.newOutputStream(file)) {
            store.trade(OWNER, DAY, "", format)
                    .doOnNext(piece -> write(out, piece))
                    .blockLast();
        }
        System.out.printf("%-24s %,12d bytes%n", "", Files.size(file));
        Files.delete(file);
        return format.rows();
    }

    /// As the service does it, but for the table that the pieces go into.
    private long packed() throws IOException {
        var file = data.resolve("bill.deflated");
        var format = new TradeBill(MERCHANT, DAY);
        var digest = new Digest();
        try (var out = Files.newOutputStream(file)) {
            store.trade(OWNER, DAY, "", format)
                    .doOnNext(piece -> {
                        digest.add(piece);
                        write(out, Piece.of(0, piece).bytes());
                    })
                    .blockLast();
        }
        Objects.requireNonNull(digest.end());
        System.out.printf("%-24s %,12d bytes%n", "", Files.size(file));
        Files.delete(file);
        return format.rows();
    }

    private static void write(OutputStream out, byte[] piece) {
        try {
            out.write(piece);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void prepare() throws SQLException {
        System.out.printf("Putting %,d sales into the table%n", rows);
        Flyway.configure()
                .dataSource(url, "postgres", "postgres")
                .locations("classpath:db/migration/chassis", "classpath:db/migration/merchant")
                .outOfOrder(true)
                .load()
                .migrate();
        try (var connection = DriverManager.getConnection(url + "?user=postgres")) {
            for (int from = 1; from <= rows; from += CHUNK) {
                sales(connection, from, Math.min(rows, from + CHUNK - 1));
            }
            if (fees) {
                fees(connection);
            }
            for (String each : List.of("vacuum analyze sale", "vacuum analyze fee", "checkpoint")) {
                run(connection, each);
            }
        }
    }

    /// A payment each tenth of a millisecond or so; every twentieth is returned. Names of goods are what menus have.
    private static void sales(Connection connection, int from, int to) throws SQLException {
        run(connection, """
                insert into sale (business_id, payment_business_id, merchant_no, store_no, order_id, kind,
                                  payer_wallet_tail, payer_operator, amount_fen, accounting_date, at, terminal_id,
                                  pay_mode, refund_no, goods, attach)
                select case when n %% 20 = 0 then 'refund:' else 'payment:' end || id, 'payment:' || id, '%s',
                       lpad((n %% 40)::text, 6, '0'), '20261128' || lpad(n::text, 11, '0'),
                       case when n %% 20 = 0 then 'REFUND' else 'SALE' end, lpad((n %% 9999)::text, 4, '0'), '002',
                       case when n %% 20 = 0 then -1 - n %% 500 else 1 + n %% 20000 end, date '%s',
                       timestamptz '2026-11-27 16:00:00Z' + n * interval '8 milliseconds',
                       lpad((n %% 400)::text, 8, '0'), 'PAYMENT_CODE',
                       case when n %% 20 = 0 then 'refund-' || n end,
                       (array['牛肉面 large', 'Tea 茶', '"Best" dumplings, 12', '𠮷野家 set', '米饭'])[1 + n %% 5],
                       case when n %% 10 = 0 then 'Table ' || n %% 60 end
                from (select n, gen_random_uuid() as id from generate_series(%d, %d) n) numbered
                """.formatted(MERCHANT, DAY, from, to));
    }

    private static void fees(Connection connection) throws SQLException {
        run(connection, "set session_replication_role = replica");
        run(connection, """
                insert into fee (business_id, sale_business_id, payment_business_id, merchant_no, wallet_id, branch_code,
                                 kind, amount_fen, plan_id, rate_bp, state, attempt, accounting_date, requested_at,
                                 ended_at)
                select 'fee:' || gen_random_uuid(), business_id, payment_business_id || kind, merchant_no,
                       '0020000000000022', '0001', case kind when 'SALE' then 'FEE' else 'FEE_RETURN' end,
                       1 + abs(amount_fen) / 200, gen_random_uuid(), 38, 'POSTED', 1, accounting_date, at, at
                from sale
                """);
        run(connection, "set session_replication_role = origin");
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

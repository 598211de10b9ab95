package cn.jiaozi.e2e.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;

/// What a ledger that has served for years has in its tables: accounts and a history, put there by one script.
final class Preload {
    private Preload() {}

    /// @param url of the ledger's database
    static void into(String url, long accounts, long transfers) throws SQLException, IOException {
        try (var script = Objects.requireNonNull(Preload.class.getResourceAsStream("preload.sql"));
                var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute("set maintenance_work_mem = '1GB'");
            statement.execute("set bench.accounts = " + accounts);
            statement.execute("set bench.transfers = " + transfers);
            statement.execute(new String(script.readAllBytes(), UTF_8));
            statement.execute("vacuum (freeze, analyze)");
        }
    }
}

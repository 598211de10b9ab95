package cn.jiaozi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.e2e.settlement.PayingOut;
import cn.jiaozi.e2e.settlement.Reconciling;
import cn.jiaozi.local.Options;
import cn.jiaozi.local.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// A small `./jiaozi bench settlement`, without the bills.
class SettlementIT {
    private static final int ROWS = 2_000;
    private static final int MERCHANTS = 8;

    @Test
    void paysOutAndReconcilesWhatItMeasures() throws IOException, SQLException {
        var root = Path.of(System.getProperty("jiaozi.root", ".."))
                .toAbsolutePath()
                .normalize();
        var data = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "settlement");
        var options = Options.of(root, data)
                .withRandomPorts()
                .withoutTraining()
                .withEnv("merchant-service", "JIAOZI_RECONCILIATION_ROWSATONCE", "700");
        try (var suite = Suite.start(options);
                var api = new Api(suite.gateway())) {
            assertThat(new PayingOut(suite.running(), api, MERCHANTS, 1).measure())
                    .containsOnlyKeys("payoutsPerSecond");
            var books = new Books(suite.running());
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(books.differences()).isEmpty());

            var reconciling = new Reconciling(suite.running(), api, ROWS, 1);
            assertThat(reconciling.measure())
                    .containsOnlyKeys("reconciledRowsPerSecond", "reconciliationPeakHeapMiB")
                    .allSatisfy((_, figure) -> assertThat((Long) figure).isPositive());

            change(suite, "update book_leg set amount_fen = amount_fen + 1 where height = 1500");
            assertThatThrownBy(() -> reconciling.reconciled(2)).hasMessageContaining("DIFF=31");
        }
    }

    private static void change(Suite suite, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(suite.jdbc("merchant"));
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isOne();
        }
    }
}

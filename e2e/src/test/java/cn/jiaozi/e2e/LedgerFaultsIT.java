package cn.jiaozi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.e2e.faults.LedgerFaults;
import cn.jiaozi.local.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// A short `./jiaozi faults --ledger`, always the same.
class LedgerFaultsIT {
    private static final int ROUNDS = 6;
    private static final long SEED = 7;
    private static final double RATE = 200;

    @Test
    void loseNothingAndDoubleNothing() throws IOException {
        var root = Path.of(System.getProperty("jiaozi.root", ".."))
                .toAbsolutePath()
                .normalize();
        var data = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "kills");
        try (var suite = Suite.start(LedgerFaults.options(root, data))) {
            assertThat(new LedgerFaults(suite, ROUNDS, SEED, RATE).play()).isZero();
        }
    }
}

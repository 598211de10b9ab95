package cn.jiaozi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.e2e.faults.Faults;
import org.junit.jupiter.api.Test;

/// A short `./jiaozi faults`, always the same: Kafka stands still, PostgreSQL dies within a batch, Kafka loses its
/// data, the ledger and PostgreSQL die together.
class FaultsIT {
    private static final int ROUNDS = 4;
    private static final long SEED = 11;
    private static final double RATE = 10;

    @Test
    void loseNothingDoubleNothingAndServeAgain() {
        var faults = new Faults(Town.only().suite.running(), ROUNDS, SEED, RATE);

        faults.call();

        assertThat(faults.wrong()).isEmpty();
    }
}

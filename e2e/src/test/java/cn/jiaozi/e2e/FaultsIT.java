package cn.jiaozi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.e2e.faults.Faults;
import org.junit.jupiter.api.Test;

/// A short `./jiaozi faults`: every kind of fault once, always the same ones.
class FaultsIT {
    private static final int ROUNDS = 6;
    private static final long SEED = 1;
    private static final double RATE = 10;

    @Test
    void loseNothingDoubleNothingAndServeAgain() {
        var faults = new Faults(Town.only().suite.running(), ROUNDS, SEED, RATE);

        assertThat(faults.call()).isZero();
    }
}

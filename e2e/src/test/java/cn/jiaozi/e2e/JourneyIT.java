package cn.jiaozi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The story of `./jiaozi demo`, twice on the same data.
class JourneyIT {
    @Test
    void theDemoHoldsAndHoldsAgain() {
        Town town = Town.only();

        assertThat(new Demo(town.api, town.suite.tokens()).tell()).isZero();
        assertThat(new Demo(town.api, town.suite.tokens()).tell()).isZero();
    }
}

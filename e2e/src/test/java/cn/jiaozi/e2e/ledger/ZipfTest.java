package cn.jiaozi.e2e.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ZipfTest {
    private static final int DRAWS = 200_000;

    @Test
    void drawsTheKthWithAWeightOfOneByTheSquareOfK() {
        var counts = counts(new Zipf(100_000, 2.0), 100_000);

        double all = Math.PI * Math.PI / 6;
        for (int k : new int[] {1, 2, 3, 10}) {
            assertThat((double) counts[k - 1] / DRAWS).as("number %d", k).isCloseTo(1 / (all * k * k), within(0.005));
        }
    }

    @Test
    void drawsEveryNumberAlikeWithoutAnExponent() {
        for (int count : counts(new Zipf(4, 0), 4)) {
            assertThat(count).isCloseTo(DRAWS / 4, within(DRAWS / 100));
        }
    }

    @Test
    void drawsTheSameForTheSameSeed() {
        assertThat(counts(new Zipf(50, 2.0), 50)).isEqualTo(counts(new Zipf(50, 2.0), 50));
    }

    private static int[] counts(Zipf zipf, int numbers) {
        var random = new SplittableRandom(7);
        var counts = new int[numbers];
        for (int i = 0; i < DRAWS; i++) {
            counts[zipf.next(random)]++;
        }
        return counts;
    }
}

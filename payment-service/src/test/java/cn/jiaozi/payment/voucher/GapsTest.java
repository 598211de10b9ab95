package cn.jiaozi.payment.voucher;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.payment.voucher.Gaps.Gap;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GapsTest {
    private static final Instant AT = Instant.parse("2026-06-01T10:00:00Z");
    private static final Instant LATER = AT.plusSeconds(1);

    @Test
    void opensAndFillsRanges() {
        var gaps = Gaps.NONE.known(1, AT).known(6, AT);
        assertThat(gaps).isEqualTo(new Gaps(6, List.of(new Gap(2, 5, AT))));
        assertThat(gaps.contiguous()).isEqualTo(1);
        assertThat(gaps.known(3, LATER).open()).containsExactly(new Gap(2, 2, AT), new Gap(4, 5, AT));
        assertThat(gaps.known(2, LATER).open()).containsExactly(new Gap(3, 5, AT));
        assertThat(gaps.known(5, LATER).open()).containsExactly(new Gap(2, 4, AT));
        assertThat(gaps.known(6, LATER)).isEqualTo(gaps);
        assertThat(gaps.known(7, LATER)).isEqualTo(new Gaps(7, gaps.open()));
    }

    @Test
    void hasWhatWasSignedAndIsNotPaid() {
        var gaps = Gaps.NONE.known(1, AT).known(4, AT).known(7, AT);

        assertThat(gaps.contiguous(Set.of())).isEqualTo(1);
        assertThat(gaps.contiguous(Set.of(3))).isEqualTo(1);
        assertThat(gaps.contiguous(Set.of(2, 3))).isEqualTo(4);
        assertThat(gaps.contiguous(Set.of(2, 3, 5, 6, 8))).isEqualTo(8);
        assertThat(Gaps.NONE.contiguous(Set.of(1))).isEqualTo(1);
        assertThat(Gaps.NONE.known(Integer.MAX_VALUE, AT).contiguous(Set.of())).isZero();
    }

    @Test
    void missesWhatAChipSaysItHasPaid() {
        var gaps = Gaps.NONE.known(1, AT);
        assertThat(gaps.closedAt(1, LATER)).isEqualTo(gaps);
        assertThat(gaps.closedAt(3, LATER)).isEqualTo(new Gaps(3, List.of(new Gap(2, 3, LATER))));
        assertThat(gaps.closedAt(3, LATER).known(2, AT).known(3, AT)).isEqualTo(new Gaps(3, List.of()));
    }

    @Test
    void holdsTheGreatestCounterInOneRange() {
        assertThat(Gaps.NONE.known(Integer.MAX_VALUE, AT).open())
                .containsExactly(new Gap(1, Integer.MAX_VALUE - 1, AT));
    }

    @Test
    void hasNoneWhateverTheOrderOfArrival() {
        for (long seed = 0; seed < 50; seed++) {
            var counters = new java.util.ArrayList<>(
                    IntStream.rangeClosed(1, 20).boxed().toList());
            Collections.shuffle(counters, new Random(seed));
            var gaps = Gaps.NONE;
            for (int counter : counters) {
                gaps = gaps.known(counter, AT);
            }
            assertThat(gaps).as("seed %d", seed).isEqualTo(new Gaps(20, List.of()));
        }
    }
}

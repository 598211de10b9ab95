package cn.jiaozi.payment.voucher;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.sdk.receipt.Hash;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanTest {
    @ParameterizedTest
    @CsvSource({
        "5, 4-6",
        "1 2 3, 0-4",
        "3 1 2 2, 0-4",
        "1 3, 0-4",
        "1 4, 0-2 3-5",
        "1 5, 0-2 4-6",
        "2147483646 2147483647, 2147483645-2147483648",
    })
    void reachesToTheNeighboursOfEachCounter(String counters, String spans) {
        var inOrder =
                Arrays.stream(counters.split(" ")).map(Long::valueOf).collect(Collectors.toCollection(TreeSet::new));

        assertThat(Span.around("P1", inOrder).stream()
                        .map(span -> span.first() + "-" + span.last())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(spans);
    }

    @Test
    void hasOneForAllThatAPurseHasPaidInARow() {
        var debits = List.of(
                Given.debit(8, Hash.ZERO, 1, 1), Given.debit(7, Hash.ZERO, 1, 1), Given.debit(9, Hash.ZERO, 1, 1));

        assertThat(Span.around(debits)).containsExactly(new Span(Given.PURSE, 6, 10));
    }
}

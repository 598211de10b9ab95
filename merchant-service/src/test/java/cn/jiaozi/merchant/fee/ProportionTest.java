package cn.jiaozi.merchant.fee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProportionTest {
    @ParameterizedTest
    @CsvSource({
        "0, 60, 10000, 0",
        "83, 60, 10000, 0",
        "84, 60, 10000, 1",
        "249, 60, 10000, 1",
        "250, 60, 10000, 2",
        "251, 60, 10000, 2",
        "1, 1, 2, 1",
        "1, 1, 3, 0",
        "2, 1, 3, 1",
        "5, 0, 7, 0",
        "5, 7, 7, 5",
        "9223372036854775807, 10000, 10000, 9223372036854775807",
        "9223372036854775807, 1, 10000, 922337203685478",
        "9223372036854775807, 9223372036854775806, 9223372036854775807, 9223372036854775806"
    })
    void roundsHalfAFenUp(long ofFen, long numerator, long denominator, long partFen) {
        assertThat(Proportion.halfUp(ofFen, numerator, denominator)).isEqualTo(partFen);
    }

    @Test
    void refusesAPartThatCannotBeCounted() {
        assertThatThrownBy(() -> Proportion.halfUp(Long.MAX_VALUE, 3, 2)).isInstanceOf(ArithmeticException.class);
    }
}

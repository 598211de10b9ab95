package cn.jiaozi.merchant.number;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CategoryCodeTest {
    /// Edges of runs, of groups and of what is left out, each with its neighbours.
    @ParameterizedTest
    @CsvSource({
        "0000, false",
        "0741, false",
        "0742, true",
        "0743, false",
        "2842, true",
        "2843, false",
        "2999, false",
        "3000, false",
        "3999, false",
        "4000, false",
        "4110, false",
        "4111, true",
        "4112, true",
        "4113, false",
        "4811, false",
        "4812, true",
        "4816, true",
        "4817, false",
        "5810, false",
        "5811, true",
        "5812, true",
        "5818, true",
        "5819, false",
        "5966, true",
        "5967, false",
        "5968, true",
        "6012, true",
        "6050, false",
        "6051, false",
        "7799, false",
        "7800, false",
        "7802, false",
        "7994, true",
        "7995, false",
        "7996, true",
        "7999, true",
        "8000, false",
        "8999, true",
        "9000, false",
        "9406, true",
        "9407, false",
        "9999, false"
    })
    void knowsWhichCodesAMerchantMayHave(String code, boolean known) {
        assertThat(CategoryCode.isKnown(code)).isEqualTo(known);
    }

    @Test
    void knowsSeveralHundredCodes() {
        assertThat(IntStream.range(0, 10_000)
                        .mapToObj("%04d"::formatted)
                        .filter(CategoryCode::isKnown)
                        .count())
                .isBetween(250L, 400L);
    }

    @Test
    void readsRunsGroupByGroup() {
        assertThat(CategoryCode.read(List.of("# why", "0001-0009 A 甲: 0001-0003 0005", "0010-0019 B 乙: 0019")))
                .hasToString("{1=3, 5=5, 19=19}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0001-0009 A 甲",
                "0001-0009 A 甲: 5",
                "0001-0009 A 甲: 0000",
                "0001-0009 A 甲: 0010",
                "0001-0009 A 甲: 0008-0010",
                "0001-0009 A 甲: 0005 0005",
                "0001-0009 A 甲: 0005-0003",
                "0001-0009 A 甲: 0005 0003",
                ""
            })
    void refusesALineThatIsNotInOrder(String line) {
        assertThatThrownBy(() -> CategoryCode.read(List.of(line))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesGroupsThatOverlap() {
        assertThatThrownBy(() -> CategoryCode.read(List.of("0001-0009 A 甲: 0001", "0009-0019 B 乙: 0019")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

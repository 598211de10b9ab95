package cn.jiaozi.merchant.corefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoreLineTest {
    private static final String TAIL = ",CB1,0020000000000014,2026-11-28T16:00:00.000001+08:00";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "r-1,DEBIT,1,DONE | DEBIT | 1 | true",
                "r-1,CREDIT,999999999999999,REFUSED | CREDIT | 999999999999999 | false",
                "r-1,RETURN,10,DONE | RETURN | 10 | true",
            })
    void understandsALine(String head, CoreLine.Kind kind, long amountFen, boolean isDone) {
        assertThat(CoreLine.of(head.strip() + TAIL)).isEqualTo(new CoreLine("r-1", kind, amountFen, isDone));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "r-1,DEBIT,1 | has 6 fields",
                "r-1,DEBIT,1,DONE,x | has 8 fields",
                ",DEBIT,1,DONE | requestId",
                "r 1,DEBIT,1,DONE | requestId",
                "r-1,debit,1,DONE | kind",
                "r-1,DEBIT,0,DONE | amountFen",
                "r-1,DEBIT,-1,DONE | amountFen",
                "r-1,DEBIT,01,DONE | amountFen",
                "r-1,DEBIT,1.0,DONE | amountFen",
                "r-1,DEBIT,1000000000000000,DONE | amountFen",
                "r-1,DEBIT,1,OPEN | state",
            })
    void namesTheFieldThatIsWrong(String head, String what) {
        assertThatThrownBy(() -> CoreLine.of(head.strip() + TAIL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(what);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ",0020000000000014,2026-11-28T16:00:00+08:00 | bankRef",
                "C\"B,0020000000000014,2026-11-28T16:00:00+08:00 | bankRef",
                "CB1,,2026-11-28T16:00:00+08:00 | walletId",
                "CB1,0020000000000014,2026-11-28 | bookedAt",
                "CB1,0020000000000014,2026-11-28T16:00:00 | bookedAt",
                "CB1,0020000000000014,1926-11-28T16:00:00+08:00 | bookedAt",
                "CB1,0020000000000014,2026-13-28T16:00:00+08:00 | bookedAt",
            })
    void namesTheFieldThatIsWrongToTheEndOfTheLine(String tail, String what) {
        assertThatThrownBy(() -> CoreLine.of("r-1,DEBIT,1,DONE," + tail.strip()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(what);
    }
}

package cn.jiaozi.merchant.fee;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlansTest {
    private static final Plans PLANS = new Plans(List.of(
            new Plans.Agreed(FeeFixture.plan(LocalDate.of(2026, 12, 15), 38), "0001"),
            new Plans.Agreed(FeeFixture.plan(LocalDate.of(2026, 12, 1), 60), "0001"),
            new Plans.Agreed(FeeFixture.plan(LocalDate.of(2027, 2, 28), 0), "0001")));

    @ParameterizedTest
    @CsvSource({
        "2026-11-30, -1",
        "2026-12-01, 60",
        "2026-12-14, 60",
        "2026-12-15, 38",
        "2027-02-27, 38",
        "2027-02-28, 0",
        "2030-01-01, 0"
    })
    void appliesAPlanFromItsDayUntilTheNextOnes(LocalDate on, int rateBp) {
        int inForce = PLANS.inForce("002000100000018", on)
                .map(agreed -> agreed.plan().terms().rateBp())
                .orElse(-1);

        assertThat(inForce).isEqualTo(rateBp);
    }

    @ParameterizedTest
    @CsvSource({
        // the plan's day, the bank's business day, the calendar's day in ten minutes
        "2026-12-01, 2026-11-30, 2026-11-30, true",
        "2026-12-01, 2026-11-30, 2026-12-01, false",
        "2026-12-01, 2026-12-01, 2026-11-30, false",
        "2026-12-01, 2026-12-01, 2026-12-01, false",
        "2026-12-01, 2026-12-05, 2026-11-30, false",
        "2026-12-02, 2026-12-01, 2026-12-01, true"
    })
    void mayChangeUntilItsDayBeginsByLedgerOrByCalendar(
            LocalDate effectiveOn, LocalDate today, LocalDate soon, boolean may) {
        assertThat(Plan.mayStillChange(effectiveOn, today, soon)).isEqualTo(may);
    }

    @Test
    void costsNothingWithoutAPlan() {
        assertThat(PLANS.inForce("002000100000026", LocalDate.of(2027, 1, 1))).isEmpty();
    }
}

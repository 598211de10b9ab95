package cn.jiaozi.merchant.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.chassis.Problem;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkingDaysTest {
    /// National Day 2026 as it may be decreed: 1 to 7 October free, Sunday 27 September and Saturday 10
    /// October worked on.
    private static final WorkingDays DAYS = new WorkingDays(
            Map.of(
                    LocalDate.of(2026, 9, 27), true,
                    LocalDate.of(2026, 10, 1), false,
                    LocalDate.of(2026, 10, 2), false,
                    LocalDate.of(2026, 10, 5), false,
                    LocalDate.of(2026, 10, 6), false,
                    LocalDate.of(2026, 10, 7), false,
                    LocalDate.of(2026, 10, 10), true),
            Map.of(2026, 3));

    @ParameterizedTest
    @CsvSource({
        "2026-09-25, true,  2026-09-24, 2026-09-27",
        "2026-09-26, false, 2026-09-25, 2026-09-27",
        "2026-09-27, true,  2026-09-25, 2026-09-28",
        "2026-09-30, true,  2026-09-29, 2026-10-08",
        "2026-10-01, false, 2026-09-30, 2026-10-08",
        "2026-10-03, false, 2026-09-30, 2026-10-08",
        "2026-10-07, false, 2026-09-30, 2026-10-08",
        "2026-10-08, true,  2026-09-30, 2026-10-09",
        "2026-10-09, true,  2026-10-08, 2026-10-10",
        "2026-10-10, true,  2026-10-09, 2026-10-12",
        "2026-10-11, false, 2026-10-10, 2026-10-12",
        // A year of which nobody has loaded anything.
        "2028-02-28, true,  2028-02-25, 2028-02-29",
        "2028-12-30, false, 2028-12-29, 2029-01-01",
    })
    void knowsTheDayAndItsNeighbours(LocalDate day, boolean working, LocalDate previous, LocalDate next) {
        assertThat(DAYS.isWorking(day)).isEqualTo(working);
        assertThat(DAYS.previous(day)).isEqualTo(previous);
        assertThat(DAYS.next(day)).isEqualTo(next);
        assertThat(DAYS.thisOrNext(day)).isEqualTo(working ? day : next);
    }

    @Test
    void saysByWhichCalendarsItCounts() {
        assertThat(DAYS.named(LocalDate.of(2026, 12, 31), LocalDate.of(2027, 1, 4)))
                .isEqualTo("2026/3");
        assertThat(DAYS.unknown(LocalDate.of(2026, 12, 31), LocalDate.of(2027, 1, 4)))
                .containsExactly(2027);
        assertThat(DAYS.unknown(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-10-01, false, ",
        "2026-10-10, true, ",
        "2027-10-01, false, /days/0/date",
        "2026-10-02, true, /days/0/workday",
        "2026-10-03, false, /days/0/workday",
    })
    void listsOnlyWhatIsOtherwise(LocalDate date, boolean workday, String pointer) {
        var content = new Calendar.Content("v-2026", List.of(new Calendar.Day(date, workday, "国庆节")));

        if (pointer == null) {
            assertThat(content.checked(2026)).isEqualTo(content);
        } else {
            assertThatThrownBy(() -> content.checked(2026))
                    .isInstanceOfSatisfying(
                            Problem.class,
                            problem -> assertThat(problem.errors())
                                    .extracting(Problem.FieldError::pointer)
                                    .containsExactly(pointer));
        }
    }

    @Test
    void isKeptInTheOrderOfDaysAndWithoutADayTwice() {
        var first = new Calendar.Day(LocalDate.of(2026, 10, 1), false, "国庆节");
        var second = new Calendar.Day(LocalDate.of(2026, 10, 2), false, "国庆节");

        assertThat(new Calendar.Content("v-2026", List.of(second, first))
                        .checked(2026)
                        .days())
                .containsExactly(first, second);
        assertThatThrownBy(() -> new Calendar.Content("v-2026", List.of(first, first)).checked(2026))
                .isInstanceOf(Problem.class);
    }

    /// From Thursday 1 October on; with the weekends at both ends, 20 days in a row are still believed.
    @ParameterizedTest
    @CsvSource({"14, true", "15, false"})
    void doesNotBelieveARestWithoutEnd(int workdays, boolean believed) {
        var days = LocalDate.of(2026, 10, 5)
                .datesUntil(LocalDate.of(2026, 12, 31))
                .filter(day -> !WorkingDays.isWeekend(day))
                .limit(workdays)
                .map(day -> new Calendar.Day(day, false, "放假"))
                .collect(Collectors.toList());
        var content = new Calendar.Content("v-2026", days);

        if (believed) {
            assertThat(content.checked(2026).days()).hasSize(workdays);
        } else {
            assertThatThrownBy(() -> content.checked(2026)).isInstanceOf(Problem.class);
        }
    }
}

package cn.jiaozi.merchant.payout;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.merchant.calendar.WorkingDays;
import cn.jiaozi.merchant.payout.Schedule.Kind;
import cn.jiaozi.merchant.payout.Schedule.Slot;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScheduleTest {
    private static final WorkingDays DAYS = days();

    private static WorkingDays days() {
        var otherwise = new HashMap<LocalDate, Boolean>();
        // National Day: 1 to 7 October free, Sunday 27 September and Saturday 10 October worked on.
        LocalDate.of(2026, 10, 1)
                .datesUntil(LocalDate.of(2026, 10, 8))
                .filter(day -> day.getDayOfWeek().getValue() < 6)
                .forEach(day -> otherwise.put(day, false));
        otherwise.put(LocalDate.of(2026, 9, 27), true);
        otherwise.put(LocalDate.of(2026, 10, 10), true);
        // New Year's Day, in the next year's calendar.
        otherwise.put(LocalDate.of(2027, 1, 1), false);
        return new WorkingDays(otherwise, Map.of(2026, 1, 2027, 1));
    }

    /// All days on which a schedule pays, among the days from the first to the last.
    @ParameterizedTest
    @CsvSource({
        // Each working day, the Sunday that is worked on too; nothing in the holidays, then once.
        "T1,, 2026-09-24, 2026-10-12, 09-24 09-25 09-27 09-28 09-29 09-30 10-08 10-09 10-10 10-12",
        // Friday's sales come on Monday.
        "T1,, 2026-11-06, 2026-11-10, 11-06 11-09 11-10",
        "T1,, 2026-12-31, 2027-01-04, 12-31 01-04",
        // A Thursday in the holidays comes on the next working day; both of them in one where they meet.
        "WEEKLY, THURSDAY, 2026-09-20, 2026-10-20, 09-24 10-08 10-15",
        "WEEKLY, SATURDAY, 2026-09-20, 2026-10-20, 09-21 09-27 10-08 10-10 10-19",
        "WEEKLY, SUNDAY, 2026-09-20, 2026-10-20, 09-21 09-27 10-08 10-12 10-19",
        "WEEKLY, MONDAY, 2026-09-20, 2026-10-20, 09-21 09-28 10-08 10-12 10-19",
        // Months that have no 31st end on their last day, and what falls on a weekend comes on Monday.
        "MONTHLY, 31, 2026-01-01, 2026-07-01, 02-02 03-02 03-31 04-30 06-01 06-30",
        "MONTHLY, 30, 2028-02-01, 2028-04-30, 02-29 03-30",
        "MONTHLY, 29, 2027-02-01, 2027-03-31, 03-01 03-29",
        "MONTHLY, 29, 2028-02-01, 2028-03-31, 02-29 03-29",
        "MONTHLY, 1, 2026-09-28, 2026-11-03, 10-08 11-02",
        "MONTHLY, 10, 2026-10-01, 2026-10-31, 10-10",
        "MONTHLY, 1, 2026-12-30, 2027-01-10, 01-04",
    })
    void paysAtNight(Kind kind, String day, LocalDate from, LocalDate to, String paid) {
        var schedule = new Schedule(
                kind,
                List.of(),
                kind == Kind.WEEKLY ? Optional.of(DayOfWeek.valueOf(day)) : Optional.empty(),
                kind == Kind.MONTHLY ? Optional.of(Integer.valueOf(day)) : Optional.empty(),
                Optional.of(LocalTime.MIDNIGHT));

        var slots = from.datesUntil(to.plusDays(1))
                .flatMap(on -> schedule.on(on, DAYS).stream())
                .toList();

        assertThat(slots)
                .extracting(slot -> slot.dueOn().toString().substring(5))
                .containsExactly(paid.split(" ", -1));
        assertThat(slots).allMatch(slot -> slot.name().equals(kind.name()));
        assertThat(slots).allMatch(slot -> slot.at().equals(at(slot.dueOn() + "T02:00")));
    }

    @ParameterizedTest
    @CsvSource({
        "00:00, 2026-10-08T00:00",
        "22:00, 2026-10-07T22:00",
        "00:01, 2026-10-07T00:01",
        "23:59, 2026-10-07T23:59",
    })
    void leavesWhatWasSoldAfterTheCutOffOfTheDayBefore(LocalTime cutOff, String end) {
        var schedule = new Schedule(Kind.T1, List.of(), Optional.empty(), Optional.empty(), Optional.of(cutOff));

        assertThat(schedule.on(LocalDate.of(2026, 10, 8), DAYS))
                .extracting(Slot::cutOff)
                .containsExactly(Optional.of(at(end)));
    }

    /// What becomes due after one moment and until another: a moment belongs to the span that it ends.
    @ParameterizedTest
    @CsvSource({
        "2026-10-03T09:59, 2026-10-03T10:00, 10-03/1000",
        "2026-10-03T10:00, 2026-10-03T14:59, ''",
        "2026-10-03T10:00, 2026-10-03T15:00, 10-03/1500",
        "2026-10-03T09:00, 2026-10-03T23:00, 10-03/1000 10-03/1500 10-03/2000",
        "2026-10-03T19:00, 2026-10-05T10:00, 10-03/2000 10-04/1000 10-04/1500 10-04/2000 10-05/1000",
        "2026-10-03T10:00, 2026-10-03T10:00, ''",
    })
    void paysWithinTheDayAlsoOnHolidays(String after, String until, String slots) {
        var schedule = new Schedule(
                Kind.INTRADAY,
                List.of(LocalTime.of(10, 0), LocalTime.of(15, 0), LocalTime.of(20, 0)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertThat(schedule.due(at(after), at(until), DAYS))
                .extracting(slot ->
                        slot.dueOn().toString().substring(5) + "/" + slot.name().substring("INTRADAY:".length()))
                .isEqualTo(Arrays.stream(slots.split(" ", -1))
                        .filter(slot -> !slot.isEmpty())
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "2026-10-08T01:59, 2026-10-08T02:00, 2026-10-08",
        "2026-10-08T02:00, 2026-10-09T01:59, ''",
        "2026-09-30T12:00, 2026-10-09T02:00, 2026-10-08 2026-10-09",
        "2026-10-08T23:59, 2026-10-09T02:00, 2026-10-09",
    })
    void makesUpForWhatWasMissed(String after, String until, String days) {
        var schedule =
                new Schedule(Kind.T1, List.of(), Optional.empty(), Optional.empty(), Optional.of(LocalTime.MIDNIGHT));

        assertThat(schedule.due(at(after), at(until), DAYS))
                .extracting(slot -> slot.dueOn().toString())
                .isEqualTo(Arrays.stream(days.split(" ", -1))
                        .filter(day -> !day.isEmpty())
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"EACH", "THRESHOLD", "MANUAL"})
    void isNeverDueByTheClock(Kind kind) {
        var schedule = new Schedule(kind, List.of(), Optional.empty(), Optional.empty(), Optional.empty());

        assertThat(schedule.isTimed()).isFalse();
        assertThat(schedule.due(at("2026-01-01T00:00"), at("2026-12-31T00:00"), DAYS))
                .isEmpty();
    }

    private static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(BusinessTime.ZONE).toInstant();
    }
}

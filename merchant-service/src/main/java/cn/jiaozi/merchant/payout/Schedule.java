package cn.jiaozi.merchant.payout;

import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.merchant.calendar.WorkingDays;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// When a merchant is paid out.
///
/// @param times      of the day, for [Kind#INTRADAY]
/// @param dayOfMonth the last day of a month that is shorter
/// @param cutOff     on the day before a run at night: what was sold later is left; midnight is the end of that day
record Schedule(
        Kind kind,
        List<LocalTime> times,
        Optional<DayOfWeek> dayOfWeek,
        Optional<Integer> dayOfMonth,
        Optional<LocalTime> cutOff) {
    enum Kind {
        /// As soon as something was sold.
        EACH,
        /// Every day at these times, holidays too: the bank's own core books at any hour.
        INTRADAY,
        /// In the night to every working day, what came in until the day before.
        T1,
        /// In the night to this day of the week, or to the next working day.
        WEEKLY,
        /// In the night to this day of the month, or to the next working day.
        MONTHLY,
        /// When so much was sold since the last time.
        THRESHOLD,
        /// When somebody asks.
        MANUAL
    }

    /// A moment at which a payout is due.
    ///
    /// @param name  of the slot, one for each day
    /// @param cutOff what was sold since then is left in the wallet
    record Slot(LocalDate dueOn, String name, Instant at, Optional<Instant> cutOff) {}

    static final LocalTime NIGHT = LocalTime.of(2, 0);
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HHmm");

    Schedule {
        times = List.copyOf(times);
    }

    /// What becomes due after one moment and until another, in that order.
    List<Slot> due(Instant after, Instant until, WorkingDays days) {
        return BusinessTime.dayOf(after)
                .datesUntil(BusinessTime.dayOf(until).plusDays(1))
                .flatMap(day -> on(day, days).stream())
                .filter(slot -> slot.at().isAfter(after) && !slot.at().isAfter(until))
                .toList();
    }

    /// All that is due on a day.
    List<Slot> on(LocalDate day, WorkingDays days) {
        return switch (kind) {
            case INTRADAY ->
                times.stream()
                        .sorted()
                        .map(time -> new Slot(day, "INTRADAY:" + HOUR.format(time), at(day, time), Optional.empty()))
                        .toList();
            case T1 -> days.isWorking(day) ? List.of(night(day)) : List.of();
            case WEEKLY -> onOrBefore(day, days, nominal -> nominal.getDayOfWeek() == dayOfWeek.orElseThrow());
            case MONTHLY -> onOrBefore(day, days, this::isDayOfMonth);
            case EACH, THRESHOLD, MANUAL -> List.of();
        };
    }

    /// Whether due by the clock.
    boolean isTimed() {
        return switch (kind) {
            case INTRADAY, T1, WEEKLY, MONTHLY -> true;
            case EACH, THRESHOLD, MANUAL -> false;
        };
    }

    /// Runs at night are over before the day begins to which they belong; they need not wait for their hour.
    boolean isNightly() {
        return isTimed() && kind != Kind.INTRADAY;
    }

    /// A working day stands in for the days without work before it.
    private List<Slot> onOrBefore(LocalDate day, WorkingDays days, Predicate<LocalDate> nominal) {
        if (!days.isWorking(day)) {
            return List.of();
        }
        return days.previous(day).plusDays(1).datesUntil(day.plusDays(1)).anyMatch(nominal)
                ? List.of(night(day))
                : List.of();
    }

    private boolean isDayOfMonth(LocalDate day) {
        return day.getDayOfMonth() == Math.min(dayOfMonth.orElseThrow(), day.lengthOfMonth());
    }

    private Slot night(LocalDate day) {
        var time = cutOff.orElseThrow();
        var end = time.equals(LocalTime.MIDNIGHT) ? at(day, time) : at(day.minusDays(1), time);
        return new Slot(day, kind.name(), at(day, NIGHT), Optional.of(end));
    }

    private static Instant at(LocalDate day, LocalTime time) {
        return ZonedDateTime.of(day, time, BusinessTime.ZONE).toInstant();
    }
}

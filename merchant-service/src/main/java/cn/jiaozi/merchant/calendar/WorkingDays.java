package cn.jiaozi.merchant.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Monday to Friday, but for the days that are listed.
///
/// @param otherwise whether a listed day is worked on
/// @param versions  by year, which version of it
public record WorkingDays(Map<LocalDate, Boolean> otherwise, Map<Integer, Integer> versions) {
    /// No decree knows a longer rest.
    private static final int LONGEST_REST = 60;

    public WorkingDays {
        otherwise = Map.copyOf(otherwise);
        versions = Map.copyOf(versions);
    }

    public boolean isWorking(LocalDate day) {
        return otherwise.getOrDefault(day, !isWeekend(day));
    }

    /// The day itself, or the first after it that is worked on.
    public LocalDate thisOrNext(LocalDate day) {
        return step(day, 1);
    }

    public LocalDate next(LocalDate day) {
        return step(day.plusDays(1), 1);
    }

    public LocalDate previous(LocalDate day) {
        return step(day.minusDays(1), -1);
    }

    /// The years among these days of which no calendar is known.
    public Set<Integer> unknown(LocalDate from, LocalDate to) {
        var unknown = new TreeSet<Integer>();
        for (int year = from.getYear(); year <= to.getYear(); year++) {
            if (!versions.containsKey(year)) {
                unknown.add(year);
            }
        }
        return unknown;
    }

    /// By which calendars these days are counted, such as `2026/2`; a year without one counts Monday to Friday alone.
    public String named(LocalDate from, LocalDate to) {
        return IntStream.rangeClosed(from.getYear(), to.getYear())
                .filter(versions::containsKey)
                .mapToObj(year -> year + "/" + versions.get(year))
                .collect(Collectors.joining(" "));
    }

    static boolean isWeekend(LocalDate day) {
        return day.getDayOfWeek().getValue() > DayOfWeek.FRIDAY.getValue();
    }

    private LocalDate step(LocalDate from, int days) {
        var day = from;
        for (int i = 0; i < LONGEST_REST; i++) {
            if (isWorking(day)) {
                return day;
            }
            day = day.plusDays(days);
        }
        throw new IllegalStateException("Nobody works for " + LONGEST_REST + " days from " + from);
    }
}

package cn.jiaozi.merchant.calendar;

import cn.jiaozi.chassis.ActId;
import cn.jiaozi.chassis.Problem;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// One version of what was decreed for a year.
///
/// @param version counts from 1; the highest is in force from its loading on
record Calendar(int year, int version, Content content, String loadedBy, Instant loadedAt) {
    private static final int LONGEST_REST = 20;

    /// A day that is otherwise than Monday to Friday.
    ///
    /// @param workday true for a Saturday or Sunday that is worked on (调休), false for a holiday
    record Day(
            @NotNull LocalDate date,
            boolean workday,
            @Pattern(regexp = "[^\\p{Cc}\\p{Cs}]{1,64}") String name) {}

    /// @param versionId the id that the operator gives this version
    record Content(
            @ActId String versionId,
            @NotNull @Size(max = 200) List<@Valid @NotNull Day> days) {
        /// In the order of days; throws a [Problem] that names what cannot be.
        Content checked(int year) {
            var seen = new HashSet<LocalDate>();
            for (int i = 0; i < days.size(); i++) {
                var day = days.get(i);
                var pointer = "/days/" + i;
                if (day.date().getYear() != year) {
                    throw Problem.badRequest(pointer + "/date", "is not a day of " + year);
                }
                if (!seen.add(day.date())) {
                    throw Problem.badRequest(pointer + "/date", "is listed twice");
                }
                if (day.workday() != WorkingDays.isWeekend(day.date())) {
                    throw Problem.badRequest(
                            pointer + "/workday",
                            day.workday()
                                    ? "a day from Monday to Friday is worked on anyway"
                                    : "a Saturday or Sunday is free anyway");
                }
            }
            requireWork(year);
            return new Content(
                    versionId,
                    days.stream().sorted(Comparator.comparing(Day::date)).toList());
        }

        /// Payouts wait for the next working day, and must not wait for ever because of a slip.
        private void requireWork(int year) {
            var working =
                    new WorkingDays(days.stream().collect(Collectors.toMap(Day::date, Day::workday)), Map.of(year, 1));
            int rest = 0;
            for (var day = LocalDate.of(year, 1, 1); day.getYear() == year; day = day.plusDays(1)) {
                rest = working.isWorking(day) ? 0 : rest + 1;
                if (rest > LONGEST_REST) {
                    throw Problem.badRequest("/days", "leave more than " + LONGEST_REST + " days without work");
                }
            }
        }
    }
}

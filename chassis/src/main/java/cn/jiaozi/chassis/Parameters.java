package cn.jiaozi.chassis;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.regex.Pattern;

/// Parameters that are more than a number or a word. What is not one, or none of this millennium, is a problem that
/// names the parameter.
public final class Parameters {
    private static final Pattern DATE = Pattern.compile("2[0-9]{3}-[0-9]{2}-[0-9]{2}");
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    private Parameters() {}

    public static LocalDate date(String parameter, String text) {
        try {
            if (DATE.matcher(text).matches()) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeException _) {
            // No such day in the calendar.
        }
        throw Problem.badRequest(parameter, "is not a date such as 2026-11-28");
    }

    /// @param now what is later is not known yet
    public static Instant past(String parameter, String text, Instant now) {
        var instant = instant(parameter, text);
        if (instant.isAfter(now)) {
            throw Problem.badRequest(parameter, "is in the future");
        }
        return instant;
    }

    private static Instant instant(String parameter, String text) {
        try {
            var instant = Instant.parse(text);
            if (!instant.isBefore(EARLIEST)) {
                return instant;
            }
        } catch (DateTimeException _) {
            // Answered as what is too early.
        }
        throw Problem.badRequest(parameter, "is not an instant such as 2026-11-28T08:00:00Z");
    }
}

package cn.jiaozi.sdk.receipt;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoField;

/// The texts that are hashed and signed: lines `name value`, each with its line end. Writes them by hand, since the
/// ledger does so for every entry.
final class Texts {
    private static final int SECONDS_OF_DAY = 86_400;
    private static final int NANOS_OF_MICRO = 1_000;
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private Texts() {}

    static void line(StringBuilder text, String name, String value) {
        text.append(name).append(' ').append(value).append('\n');
    }

    static void line(StringBuilder text, String name, long value) {
        text.append(name).append(' ').append(value).append('\n');
    }

    static void line(StringBuilder text, String name, Hash value) {
        text.append(name).append(' ');
        value.into(text);
        text.append('\n');
    }

    static void line(StringBuilder text, String name, LocalDate value) {
        text.append(name).append(' ');
        date(text, value);
        text.append('\n');
    }

    static void line(StringBuilder text, String name, Instant value) {
        long second = value.getEpochSecond();
        int ofDay = (int) Math.floorMod(second, (long) SECONDS_OF_DAY);
        text.append(name).append(' ');
        date(text, LocalDate.ofEpochDay(Math.floorDiv(second, SECONDS_OF_DAY)));
        digits(text.append('T'), ofDay / 3_600, 2);
        digits(text.append(':'), ofDay / 60 % 60, 2);
        digits(text.append(':'), ofDay % 60, 2);
        digits(text.append('.'), value.get(ChronoField.MICRO_OF_SECOND), 6);
        text.append("Z\n");
    }

    private static void date(StringBuilder text, LocalDate date) {
        digits(text, date.getYear(), 4);
        digits(text.append('-'), date.getMonthValue(), 2);
        digits(text.append('-'), date.getDayOfMonth(), 2);
    }

    private static void digits(StringBuilder text, int number, int width) {
        int most = 1;
        for (int i = 1; i < width; i++) {
            most *= 10;
        }
        for (int unit = most; unit > 0; unit /= 10) {
            text.append((char) ('0' + number / unit % 10));
        }
    }

    static void check(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    static void checkInstant(Instant at) {
        check(!at.isBefore(EARLIEST) && at.isBefore(END), "at is not between the years 1970 and 9999");
        check(at.get(ChronoField.NANO_OF_SECOND) % NANOS_OF_MICRO == 0, "at is finer than a microsecond");
    }

    static void checkDate(LocalDate date) {
        check(date.getYear() >= 1 && date.getYear() <= 9_999, "date is not between the years 1 and 9999");
    }

    /// Upper-case letters, digits and low lines, a letter first.
    static void checkWord(String word, String name) {
        boolean right = !word.isEmpty() && isLetter(word.charAt(0));
        for (int i = 1; right && i < word.length(); i++) {
            char each = word.charAt(i);
            right = isLetter(each) || (each >= '0' && each <= '9') || each == '_';
        }
        check(right, name + " is not an upper-case word");
    }

    private static boolean isLetter(char each) {
        return each >= 'A' && each <= 'Z';
    }

    /// Reads line by line; [IllegalArgumentException] says what is missing or wrong. Values are read leniently:
    /// whoever has read a text compares it with what it would write.
    static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        boolean follows(String name) {
            int end = at + name.length();
            return text.startsWith(name, at) && end < text.length() && text.charAt(end) == ' ';
        }

        String value(String name) {
            check(follows(name), "The line \"" + name + "\" is missing or not in its place");
            int end = text.indexOf('\n', at);
            check(end >= 0, "The line \"" + name + "\" has no end");
            var value = text.substring(at + name.length() + 1, end);
            at = end + 1;
            return value;
        }

        long number(String name) {
            return number(name, value(name));
        }

        static long number(String name, String value) {
            try {
                return Long.parseLong(value);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(name + " is not a number", e);
            }
        }

        Hash hash(String name) {
            return Hash.parse(value(name));
        }

        LocalDate date(String name) {
            try {
                return LocalDate.parse(value(name));
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(name + " is not a date", e);
            }
        }

        Instant instant(String name) {
            try {
                return Instant.parse(value(name));
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(name + " is not a time", e);
            }
        }
    }
}

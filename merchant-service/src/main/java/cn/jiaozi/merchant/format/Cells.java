package cn.jiaozi.merchant.format;

import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.chassis.Bytes;
import cn.jiaozi.chassis.CopyRow;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/// Cells of a CSV (RFC 4180, UTF-8, LF), written byte by byte: ten million rows have some three hundred million cells.
///
/// A text that a spreadsheet would take for a formula begins with an apostrophe. One that it would take for a number,
/// a day or a truth value, and so would shorten or write otherwise, ends with a tab, as in the bills of the field.
/// Which ones those are depends on the program and its language (`$5`, `¥5`, `Jan 5`, `5月3日`, `３４５`), so it is every
/// one that has digits.
final class Cells {
    static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private static final int QUOTED = 1;
    private static final int FORMULA = 2;
    private static final int DIGIT = 4;
    private static final int[] KINDS = new int[256];

    private static final byte[] STARS = "****".getBytes(StandardCharsets.UTF_8);
    private static final int TAIL = 4;
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.UTF_8);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.UTF_8);

    private static final int SECONDS_A_DAY = 86_400;
    /// Since 1991 the zone of [BusinessTime] has had one offset, and no bill is older.
    private static final int OFFSET = BusinessTime.ZONE
            .getRules()
            .getOffset(java.time.Instant.parse("2026-01-01T00:00:00Z"))
            .getTotalSeconds();

    static {
        mark("\",\n\r", QUOTED);
        mark("=+-@\t\r\n", FORMULA);
        mark("0123456789", DIGIT);
        // With these begin, in UTF-8, full-width forms (３４５) and the scripts of Uyghurs (٣٤), Tibetans (༣༤) and
        // Mongols (᠓᠔): letters too, which does no harm.
        for (int lead : new int[] {0xD9, 0xDB, 0xE0, 0xE1, 0xEF}) {
            KINDS[lead] |= DIGIT;
        }
    }

    private Bytes out = new Bytes();
    private boolean inLine;
    private long day = Long.MIN_VALUE;
    private byte[] dayText = {};

    private static void mark(String bytes, int kind) {
        bytes.chars().forEach(each -> KINDS[each] |= kind);
    }

    void to(Bytes file) {
        out = file;
    }

    /// What we have named ourselves and no spreadsheet takes for something else.
    Cells word(String word) {
        next();
        out.add(word);
        return this;
    }

    Cells word(byte[] word) {
        next();
        out.add(word);
        return this;
    }

    /// Such a word out of a column; nothing where there is none.
    Cells word(CopyRow row, int column) {
        next();
        if (!row.isNull(column)) {
            out.add(row.bytes(), row.at(column), row.length(column));
        }
        return this;
    }

    /// The last characters of a column, behind stars.
    Cells tail(CopyRow row, int column) {
        return row.length(column) > 0
                ? tail(row.bytes(), row.at(column), row.at(column) + row.length(column))
                : empty();
    }

    Cells tail(byte[] bytes, int from, int to) {
        next();
        int shown = Math.min(TAIL, to - from);
        out.add(STARS);
        out.add(bytes, to - shown, shown);
        return this;
    }

    /// Whatever somebody else has written.
    Cells text(CopyRow row, int column) {
        next();
        if (row.length(column) > 0) {
            text(row.bytes(), row.at(column), row.length(column));
        }
        return this;
    }

    Cells text(String text) {
        next();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0) {
            text(bytes, 0, bytes.length);
        }
        return this;
    }

    Cells empty() {
        next();
        return this;
    }

    Cells count(long count) {
        next();
        out.addDigits(count, 1);
        return this;
    }

    /// Yuan with two decimals, without a sign of the currency.
    Cells yuan(long fen) {
        next();
        if (fen < 0) {
            out.add((byte) '-');
        }
        long amount = Math.absExact(fen);
        out.addDigits(amount / 100, 1);
        out.add((byte) '.');
        out.addDigits(amount % 100, 2);
        return this;
    }

    /// Basis points as per cent with two decimals.
    Cells rate(int basisPoints) {
        yuan(basisPoints);
        out.add((byte) '%');
        return this;
    }

    /// `2026-11-28 09:30:00`, as the clocks in China show it.
    Cells time(long epochSecond) {
        next();
        long local = epochSecond + OFFSET;
        long of = Math.floorDiv(local, (long) SECONDS_A_DAY);
        if (of != day) {
            day = of;
            dayText = (LocalDate.ofEpochDay(of) + " ").getBytes(StandardCharsets.UTF_8);
        }
        int second = (int) Math.floorMod(local, (long) SECONDS_A_DAY);
        out.add(dayText);
        out.addDigits(second / 3600, 2);
        out.add((byte) ':');
        out.addDigits(second / 60 % 60, 2);
        out.add((byte) ':');
        out.addDigits(second % 60, 2);
        return this;
    }

    void endLine() {
        out.add((byte) '\n');
        inLine = false;
    }

    /// A line of names, such as a header.
    void line(String names) {
        out.add(names);
        endLine();
    }

    private void next() {
        if (inLine) {
            out.add((byte) ',');
        }
        inLine = true;
    }

    private void text(byte[] bytes, int at, int length) {
        int any = 0;
        for (int i = at; i < at + length; i++) {
            any |= KINDS[bytes[i] & 0xff];
        }
        boolean isFormula = (KINDS[bytes[at] & 0xff] & FORMULA) != 0;
        boolean isQuoted = (any & QUOTED) != 0;
        if (isQuoted) {
            out.add((byte) '"');
        }
        if (isFormula) {
            out.add((byte) '\'');
        }
        if (isQuoted) {
            quoted(bytes, at, length);
        } else {
            out.add(bytes, at, length);
        }
        boolean isKept = (any & DIGIT) != 0 || is(TRUE, bytes, at, length) || is(FALSE, bytes, at, length);
        if (isKept && !isFormula) {
            out.add((byte) '\t');
        }
        if (isQuoted) {
            out.add((byte) '"');
        }
    }

    /// @param word in small letters
    private static boolean is(byte[] word, byte[] bytes, int at, int length) {
        if (length != word.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if ((bytes[at + i] | ' ') != word[i]) {
                return false;
            }
        }
        return true;
    }

    private void quoted(byte[] bytes, int at, int length) {
        for (int i = at; i < at + length; i++) {
            if (bytes[i] == '"') {
                out.add((byte) '"');
            }
            out.add(bytes[i]);
        }
    }
}

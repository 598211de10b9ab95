package cn.jiaozi.local.core;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// How wrong the core's daily files are; 0 and false are right. Rows are taken from the beginning of the file, one for
/// each discrepancy: first those that go missing, then those with another amount, those with the other state, those
/// that come twice.
///
/// @param date         of the file; absent for all of them
/// @param missingRows  rows that are not there
/// @param otherAmounts rows with one fen more
/// @param flippedRows  rows that say REFUSED for DONE, and DONE for REFUSED
/// @param twiceRows    rows that come once more, with another reference of the bank
/// @param extraRows    rows of nobody's requests
/// @param truncated    the file ends in the middle
/// @param altered      a digit of a row differs from what the trailer has counted
/// @param missing      there is no file
/// @param daysLate     the file comes so many days after its time
/// @param onlyOnce     after it was fetched once the file is right: the same file twice with different content
record FileFaults(
        @Nullable LocalDate date,
        int missingRows,
        int otherAmounts,
        int flippedRows,
        int twiceRows,
        int extraRows,
        boolean truncated,
        boolean altered,
        boolean missing,
        int daysLate,
        boolean onlyOnce) {
    static final FileFaults NONE = new FileFaults(null, 0, 0, 0, 0, 0, false, false, false, 0, false);

    FileFaults {
        if (missingRows < 0 || otherAmounts < 0 || flippedRows < 0 || twiceRows < 0 || extraRows < 0 || daysLate < 0) {
            throw new IllegalArgumentException("file faults must not be negative");
        }
    }

    boolean concerns(LocalDate day) {
        return date == null || date.equals(day);
    }
}

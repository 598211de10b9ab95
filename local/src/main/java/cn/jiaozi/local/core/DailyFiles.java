package cn.jiaozi.local.core;

import cn.jiaozi.sdk.receipt.Hash;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// The file that the core delivers for each of its days: a header, a row for each of its bookings, refusals and
/// returns, and a trailer with what they come to. A day's file is there when the day is over.
final class DailyFiles {
    private static final String NOBODY = "0020000000000014";

    private final Books books;
    private final CoreDays days;
    private final Set<LocalDate> fetched = new HashSet<>();
    private FileFaults faults = FileFaults.NONE;

    DailyFiles(Books books, CoreDays days) {
        this.books = books;
        this.days = days;
    }

    synchronized void set(FileFaults wanted) {
        faults = wanted;
        fetched.clear();
    }

    synchronized FileFaults faults() {
        return faults;
    }

    /// Empty while the day is not over, and where the file is late or missing.
    synchronized Optional<String> of(LocalDate day) {
        var now = faults.concerns(day) && !(faults.onlyOnce() && fetched.contains(day)) ? faults : FileFaults.NONE;
        if (now.missing() || !days.today().isAfter(day.plusDays(now.daysLate()))) {
            return Optional.empty();
        }
        fetched.add(day);
        return Optional.of(written(wrong(rows(day), day, now), now));
    }

    private List<FileRow> rows(LocalDate day) {
        var booked = books.list(0, Integer.MAX_VALUE).stream()
                .filter(booking -> days.of(booking).equals(day))
                .map(FileRow::of);
        var returned = books.returns(0, Integer.MAX_VALUE).stream()
                .filter(each -> days.of(each).equals(day))
                .map(each -> FileRow.of(each, books.find(each.requestId()).orElseThrow()));
        return Stream.concat(booked, returned).toList();
    }

    private static List<FileRow> wrong(List<FileRow> rows, LocalDate day, FileFaults faults) {
        int amounts = faults.missingRows();
        int flipped = amounts + faults.otherAmounts();
        int twice = flipped + faults.flippedRows();
        int right = twice + faults.twiceRows();
        var wrong = new ArrayList<FileRow>();
        for (int i = 0; i < rows.size(); i++) {
            var row = rows.get(i);
            if (i < amounts) {
                continue;
            }
            wrong.add(i < flipped ? row.withMore() : i < twice ? row.flipped() : row);
            if (i >= twice && i < right) {
                wrong.add(row.again());
            }
        }
        for (int i = 0; i < faults.extraRows(); i++) {
            wrong.add(nobodys(day, i));
        }
        return wrong;
    }

    private static FileRow nobodys(LocalDate day, int number) {
        var id = UUID.nameUUIDFromBytes((day + "/" + number).getBytes(StandardCharsets.UTF_8));
        return new FileRow(
                id.toString(),
                "DEBIT",
                100L + number,
                Answer.State.DONE,
                "CBX%08d".formatted(number),
                NOBODY,
                Instant.parse(day + "T04:00:00Z"));
    }

    private static String written(List<FileRow> rows, FileFaults faults) {
        var text = new StringBuilder(FileRow.HEADER).append('\n');
        rows.forEach(row -> text.append(row.csv()).append('\n'));
        var body = text.toString();
        var trailer = "END,%d,%d,%d,%d,%s\n"
                .formatted(
                        rows.size(),
                        rows.stream().filter(FileRow::isDone).count(),
                        sum(rows, false),
                        sum(rows, true),
                        Hash.sm3(body.getBytes(StandardCharsets.UTF_8)).hex());
        if (faults.altered()) {
            body = body.replaceFirst("(?m)^([^,\n]+,(?:DEBIT|CREDIT),)", "$11");
        }
        return faults.truncated() ? body.substring(0, body.length() - body.length() / 3) : body + trailer;
    }

    private static long sum(List<FileRow> rows, boolean ofCredits) {
        return rows.stream()
                .filter(row -> row.isDone() && row.kind().equals("CREDIT") == ofCredits)
                .mapToLong(FileRow::amountFen)
                .sum();
    }
}

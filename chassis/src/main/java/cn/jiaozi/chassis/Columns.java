package cn.jiaozi.chassis;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Turns a list of records into one array a column, as `unnest` wants them: one statement for the whole batch.
public final class Columns {
    private Columns() {}

    public static <T> @Nullable String[] text(Collection<T> rows, Function<T, @Nullable String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }

    /// One text of a line a row, for `string_to_table(…, E'\n')`: an array of long texts would be quoted and read back
    /// letter by letter. What is written on a line has no line break and is never null; JSON is such a text.
    public static <T> String lines(Collection<T> rows, Function<T, String> column) {
        var lines = new StringBuilder();
        for (T row : rows) {
            if (!lines.isEmpty()) {
                lines.append('\n');
            }
            lines.append(column.apply(row));
        }
        return lines.toString();
    }

    public static <T> @Nullable Long[] longs(Collection<T> rows, Function<T, @Nullable Long> column) {
        return rows.stream().map(column).toArray(Long[]::new);
    }

    public static <T> @Nullable Integer[] ints(Collection<T> rows, Function<T, @Nullable Integer> column) {
        return rows.stream().map(column).toArray(Integer[]::new);
    }

    public static <T> @Nullable Boolean[] booleans(Collection<T> rows, Function<T, @Nullable Boolean> column) {
        return rows.stream().map(column).toArray(Boolean[]::new);
    }

    public static <T> @Nullable UUID[] uuids(Collection<T> rows, Function<T, @Nullable UUID> column) {
        return rows.stream().map(column).toArray(UUID[]::new);
    }

    public static <T> @Nullable LocalDate[] dates(Collection<T> rows, Function<T, @Nullable LocalDate> column) {
        return rows.stream().map(column).toArray(LocalDate[]::new);
    }

    public static <T> @Nullable OffsetDateTime[] instants(Collection<T> rows, Function<T, @Nullable Instant> column) {
        return rows.stream()
                .map(column)
                .map(at -> at == null ? null : at.atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new);
    }
}

package cn.jiaozi.sdk.bill;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// A fund-flow bill as it is read: row by row, and at last the summary. Columns are found by their names.
final class FundFlow implements AutoCloseable {
    private static final String END = "<END>";

    private final CsvReader<CsvRecord> csv;
    private final Iterator<CsvRecord> records;
    private final List<String> columns;
    private Optional<Summary> summary = Optional.empty();

    FundFlow(Reader text) throws Flawed {
        csv = CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text);
        records = csv.iterator();
        columns = record().orElseThrow(() -> new Flawed(Flaw.Kind.MALFORMED, "The bill is empty"));
        for (String column : List.of("entryId", "bizId", "bizType", "direction", "amount", "balanceAfter")) {
            if (!columns.contains(column)) {
                throw new Flawed(Flaw.Kind.MALFORMED, "This is no fund-flow bill: it has no column " + column);
            }
        }
    }

    /// The next row; nothing behind the last one, when the summary has been read.
    Optional<Row> next() throws Flawed {
        if (summary.isPresent()) {
            return Optional.empty();
        }
        var cells = needed();
        if (cells.contains("openingBalance")) {
            summary = Optional.of(summary(cells, needed()));
            if (!needed().getFirst().equals(END)) {
                throw new Flawed(Flaw.Kind.MALFORMED, "The bill does not end with " + END);
            }
            return Optional.empty();
        }
        if (cells.size() != columns.size()) {
            throw new Flawed(Flaw.Kind.MALFORMED, "A row has " + cells.size() + " cells: " + cells);
        }
        String direction = cell(cells, "direction");
        if (!direction.equals("IN") && !direction.equals("OUT")) {
            throw new Flawed(Flaw.Kind.MALFORMED, "A direction is neither IN nor OUT: " + direction);
        }
        return Optional.of(new Row(
                cell(cells, "entryId"),
                cell(cells, "bizId"),
                cell(cells, "bizType"),
                direction.equals("IN"),
                Row.fen(cell(cells, "amount")),
                Row.fen(cell(cells, "balanceAfter"))));
    }

    /// What it says of all rows, once they have been read.
    Summary summary() {
        return summary.orElseThrow(() -> new IllegalStateException("there are rows left"));
    }

    private static Summary summary(List<String> names, List<String> cells) throws Flawed {
        if (names.size() != cells.size()) {
            throw new Flawed(Flaw.Kind.MALFORMED, "The summary has " + cells.size() + " cells");
        }
        return new Summary(
                count(cell(names, cells, "inCount")),
                Row.fen(cell(names, cells, "inTotal")),
                count(cell(names, cells, "outCount")),
                Row.fen(cell(names, cells, "outTotal")),
                Row.fen(cell(names, cells, "openingBalance")),
                Row.fen(cell(names, cells, "closingBalance")));
    }

    private static long count(String text) throws Flawed {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw new Flawed(Flaw.Kind.MALFORMED, "\"" + text + "\" is no number of rows");
        }
    }

    private String cell(List<String> cells, String column) throws Flawed {
        return cell(columns, cells, column);
    }

    /// Without the tab that keeps a spreadsheet from taking a text for a number.
    private static String cell(List<String> names, List<String> cells, String name) throws Flawed {
        int at = names.indexOf(name);
        if (at < 0) {
            throw new Flawed(Flaw.Kind.MALFORMED, "The summary has no " + name);
        }
        return cells.get(at).strip();
    }

    private List<String> needed() throws Flawed {
        return record().orElseThrow(() -> new Flawed(Flaw.Kind.MALFORMED, "The bill ends before its summary"));
    }

    private Optional<List<String>> record() throws Flawed {
        try {
            return records.hasNext() ? Optional.of(records.next().getFields()) : Optional.empty();
        } catch (CsvParseException | UncheckedIOException e) {
            throw new Flawed(Flaw.Kind.MALFORMED, "The bill cannot be read: " + e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}

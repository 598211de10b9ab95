package cn.jiaozi.ledger.statement;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.StringWriter;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;

/// An account's statement over some accounting days, written as CSV (RFC 4180) piece by piece. The balances at its
/// beginning and end are those of the entries around its lines.
///
/// @param after before the first entry of these days
/// @param upto  their last entry so far
record Statement(
        long accountId, LocalDate from, LocalDate to, long after, long upto, long openingFen, long closingFen) {
    /// The entries of some accounting days: after the one, up to the other.
    record Span(long after, long upto) {}

    String head() {
        return csv(csv -> {
            csv.writeRecord(
                    "accountingDate", "at", "height", "businessId", "txType", "side", "amountFen", "balanceAfterFen");
            balance(csv, from, "OPENING", openingFen);
        });
    }

    String lines(List<LineView> lines) {
        return csv(csv -> lines.forEach(line -> csv.writeRecord(
                line.accountingDate().toString(),
                line.at().toString(),
                Long.toString(line.height()),
                line.businessId(),
                line.txType().name(),
                line.side().name(),
                Long.toString(line.amountFen()),
                Long.toString(line.balanceAfterFen()))));
    }

    String foot() {
        return csv(csv -> balance(csv, to, "CLOSING", closingFen));
    }

    private static void balance(CsvWriter csv, LocalDate date, String name, long balanceFen) {
        csv.writeRecord(date.toString(), "", "", "", name, "", "", Long.toString(balanceFen));
    }

    private static String csv(Consumer<CsvWriter> write) {
        var text = new StringWriter();
        write.accept(CsvWriter.builder().bufferSize(0).build(text));
        return text.toString();
    }
}

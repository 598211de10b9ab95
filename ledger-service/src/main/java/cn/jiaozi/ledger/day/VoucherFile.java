package cn.jiaozi.ledger.day;

import cn.jiaozi.contracts.Subject.Side;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.StringWriter;
import java.time.LocalDate;
import java.util.List;

/// The vouchers of a day as a file (RFC 4180), with a total of either side at its end. The same vouchers give the same
/// bytes.
final class VoucherFile {
    private VoucherFile() {}

    static String of(LocalDate date, List<Voucher> vouchers) {
        var text = new StringWriter();
        var csv = CsvWriter.builder().bufferSize(0).build(text);
        csv.writeRecord(
                "voucherNo",
                "accountingDate",
                "branchCode",
                "subjectCode",
                "subjectName",
                "side",
                "amountFen",
                "amount",
                "entryCount");
        for (var voucher : vouchers) {
            csv.writeRecord(
                    voucher.number(),
                    date.toString(),
                    voucher.branchCode(),
                    voucher.subject().code(),
                    voucher.subjectName(),
                    letter(voucher.side()),
                    Long.toString(voucher.amountFen()),
                    yuan(voucher.amountFen()),
                    Long.toString(voucher.legs()));
        }
        total(csv, date, vouchers, Side.DEBIT);
        total(csv, date, vouchers, Side.CREDIT);
        return text.toString();
    }

    private static void total(CsvWriter csv, LocalDate date, List<Voucher> vouchers, Side side) {
        var summed = vouchers.stream().filter(voucher -> voucher.side() == side).toList();
        long fen = summed.stream().mapToLong(Voucher::amountFen).reduce(0, Math::addExact);
        long legs = summed.stream().mapToLong(Voucher::legs).sum();
        csv.writeRecord(
                "", date.toString(), "", "", "合计", letter(side), Long.toString(fen), yuan(fen), Long.toString(legs));
    }

    private static String letter(Side side) {
        return side == Side.DEBIT ? "D" : "C";
    }

    private static String yuan(long fen) {
        return "%d.%02d".formatted(fen / 100, fen % 100);
    }
}

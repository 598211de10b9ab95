package cn.jiaozi.payment.report;

import cn.jiaozi.payment.voucher.Bearer;
import cn.jiaozi.payment.voucher.Flag;
import cn.jiaozi.payment.voucher.Verdict;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Collectors;

/// The vouchers of a batch as a file (RFC 4180). The same vouchers give the same bytes.
final class BatchFile {
    private BatchFile() {}

    static String of(List<BatchLine> lines) {
        var text = new StringWriter();
        var csv = CsvWriter.builder().bufferSize(0).build(text);
        csv.writeRecord("index", "voucherId", "verdict", "flags", "amountFen", "effect", "receivableFen", "bearer");
        for (var line : lines) {
            csv.writeRecord(
                    Integer.toString(line.index()),
                    line.voucherId().orElse(""),
                    line.verdict().map(Verdict::name).orElse(""),
                    line.flags().stream().map(Flag::name).collect(Collectors.joining(" ")),
                    line.amountFen().map(String::valueOf).orElse(""),
                    line.effect().name(),
                    line.receivableFen().map(String::valueOf).orElse(""),
                    line.bearer().map(Bearer::name).orElse(""));
        }
        return text.toString();
    }
}

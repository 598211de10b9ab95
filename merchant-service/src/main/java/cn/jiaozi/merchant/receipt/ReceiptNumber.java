package cn.jiaozi.merchant.receipt;

import cn.jiaozi.chassis.Parameters;
import java.time.LocalDate;
import java.util.regex.Pattern;

/// Where the first leg of a receipt stands in the ledger.
record ReceiptNumber(LocalDate accountingDate, int shard, long height, int legNo) {
    static final String FORM = "2[0-9]{7}-[0-9]{1,4}-[0-9]{1,18}-[0-9]{1,4}";

    private static final Pattern PARTS = Pattern.compile("(....)(..)(..)-(.+)-(.+)-(.+)");

    /// Of a text of that form; throws a problem for a day that no calendar has.
    static ReceiptNumber parse(String text) {
        var parts = PARTS.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("No receipt has the number " + text);
        }
        return new ReceiptNumber(
                Parameters.date("receiptNo", parts.group(1) + "-" + parts.group(2) + "-" + parts.group(3)),
                Integer.parseInt(parts.group(4)),
                Long.parseLong(parts.group(5)),
                Integer.parseInt(parts.group(6)));
    }
}

package cn.jiaozi.merchant.format;

import cn.jiaozi.chassis.RowFormat;
import java.util.Map;

/// A format that knows in the end what it has written.
public interface BillFormat extends RowFormat {
    long rows();

    /// Totals in fen, by the names that the summary has for them.
    Map<String, Long> sums();
}

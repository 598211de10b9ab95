package cn.jiaozi.merchant.format;

import cn.jiaozi.chassis.Bytes;
import cn.jiaozi.chassis.CopyRow;
import java.util.Map;

/// What the bills in CSV share: header, a line a row, header of the summary, summary. The line that closes the file is
/// no part of it: it tells the digest of what is above it, which is another one in another encoding.
abstract class Csv implements BillFormat {
    private final String columns;
    private final String summary;
    private final Cells cells = new Cells();
    private long rows;

    Csv(String columns, String summary) {
        this.columns = columns;
        this.summary = summary;
    }

    @Override
    public final void begin(Bytes out) {
        out.add(Cells.BOM);
        cells.to(out);
        cells.line(columns);
    }

    @Override
    public final void row(CopyRow row, Bytes out) {
        cells.to(out);
        line(row, cells);
        cells.endLine();
        rows++;
    }

    @Override
    public final void end(Bytes out) {
        cells.to(out);
        cells.line(summary);
        summary(cells);
        cells.endLine();
    }

    abstract void line(CopyRow row, Cells cells);

    abstract void summary(Cells cells);

    @Override
    public final long rows() {
        return rows;
    }

    @Override
    public abstract Map<String, Long> sums();
}

package cn.jiaozi.merchant.bill;

import cn.jiaozi.chassis.Bytes;

/// Puts a backtick before every value, as the bills of WeChat Pay have it, and takes the tabs away that do the same
/// otherwise. Names in headers have no backtick: a header is the first line, and the one before the last.
///
/// A line is known to be a header by its first letter: rows begin with a digit, and so does a summary.
final class Backticks {
    private static final int BOM = 0xEF;

    private boolean atLine = true;
    private boolean atCell = true;
    private boolean inHeader;
    private boolean inQuotes;
    private boolean tabHeld;
    private int markLeft;

    byte[] next(byte[] kept) {
        var out = new Bytes();
        for (byte each : kept) {
            take(each, out);
        }
        return out.take();
    }

    private void take(byte each, Bytes out) {
        if (markLeft > 0 || ((each & 0xff) == BOM && atLine && atCell)) {
            markLeft = markLeft > 0 ? markLeft - 1 : 2;
            out.add(each);
            return;
        }
        if (atLine) {
            inHeader = Character.isLetter((char) (each & 0x7f)) && each > 0;
            atLine = false;
        }
        if (atCell) {
            atCell = false;
            begin(each, out);
            return;
        }
        go(each, out);
    }

    /// The first byte of a cell: the backtick stands before it, within its quotes.
    private void begin(byte each, Bytes out) {
        if (each == '"') {
            inQuotes = true;
            out.add(each);
            tick(out);
        } else {
            tick(out);
            go(each, out);
        }
    }

    private void tick(Bytes out) {
        if (!inHeader) {
            out.add((byte) '`');
        }
    }

    private void go(byte each, Bytes out) {
        if (each == '\t') {
            release(out);
            tabHeld = true;
            return;
        }
        boolean ends = inQuotes ? each == '"' : each == ',' || each == '\n';
        if (ends) {
            tabHeld = false;
        } else {
            release(out);
        }
        out.add(each);
        if (each == '"') {
            inQuotes = !inQuotes;
        } else if (!inQuotes && each == ',') {
            atCell = true;
        } else if (!inQuotes && each == '\n') {
            atCell = true;
            atLine = true;
        }
    }

    private void release(Bytes out) {
        if (tabHeld) {
            tabHeld = false;
            out.add((byte) '\t');
        }
    }
}

package cn.jiaozi.merchant.paper;

import java.util.ArrayList;
import java.util.List;

/// Lines of a cell. Chinese breaks anywhere; so does all the rest here, which is mostly numbers.
final class Wrapping {
    private static final String MORE = "…";

    private Wrapping() {}

    /// What does not fit into the last line ends with an ellipsis.
    static List<String> lines(String shown, Typeface face, float size, float width, int atMost) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        float used = 0;
        int[] points = shown.strip().codePoints().toArray();
        for (int i = 0; i < points.length; i++) {
            float next = face.width(points[i], size);
            if (used + next > width) {
                if (lines.size() + 1 == atMost) {
                    return cut(lines, line, face, size, width);
                }
                lines.add(line.toString());
                line.setLength(0);
                used = 0;
            }
            line.appendCodePoint(points[i]);
            used += next;
        }
        lines.add(line.toString());
        return lines;
    }

    private static List<String> cut(List<String> lines, StringBuilder last, Typeface face, float size, float width) {
        while (!last.isEmpty() && face.width(last + MORE, size) > width) {
            last.setLength(last.offsetByCodePoints(last.length(), -1));
        }
        lines.add(last + MORE);
        return lines;
    }
}

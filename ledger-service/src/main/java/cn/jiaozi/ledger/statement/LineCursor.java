package cn.jiaozi.ledger.statement;

import cn.jiaozi.chassis.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/// The line that a page ends with; the next begins right behind it. What a caller holds is opaque.
record LineCursor(long height, int legNo) {
    private static final Pattern SHAPE = Pattern.compile("([0-9]{1,18})\\.([0-9]{1,9})");

    static LineCursor newest(long height) {
        return new LineCursor(height, Integer.MAX_VALUE);
    }

    static LineCursor of(LineView line) {
        return new LineCursor(line.height(), line.legNo());
    }

    static LineCursor parse(String cursor) {
        var shape = SHAPE.matcher(decode(cursor));
        if (!shape.matches()) {
            throw notACursor();
        }
        return new LineCursor(Long.parseLong(shape.group(1)), Integer.parseInt(shape.group(2)));
    }

    private static String decode(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException notBase64) {
            throw notACursor();
        }
    }

    private static Problem notACursor() {
        return Problem.badRequest("cursor", "is not a cursor of this list");
    }

    String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((height + "." + legNo).getBytes(StandardCharsets.US_ASCII));
    }
}

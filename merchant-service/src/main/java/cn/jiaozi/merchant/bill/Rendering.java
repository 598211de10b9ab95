package cn.jiaozi.merchant.bill;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/// Makes one rendition of the kept bytes, piece by piece. It depends on nothing else, so it is the same each time.
final class Rendering {
    private static final int BOM = 3;

    private final Rendition to;
    private final Backticks backticks = new Backticks();
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final CharsetEncoder encoder;
    private ByteBuffer rest = ByteBuffer.allocate(0);
    private boolean begun;

    Rendering(Rendition to) {
        this.to = to;
        this.encoder = to.charset().charset().newEncoder();
    }

    byte[] next(byte[] kept) {
        byte[] cells = to.digits() == Rendition.Digits.BACKTICK ? backticks.next(kept) : kept;
        if (to.charset() == Rendition.Encoding.UTF_8) {
            return cells;
        }
        // The mark is of UTF-8; GB18030 has none.
        int from = begun ? 0 : BOM;
        begun = true;
        return encoded(cells, from);
    }

    /// A character may lie on the border of two pieces.
    private byte[] encoded(byte[] cells, int from) {
        var bytes = ByteBuffer.allocate(rest.remaining() + cells.length - from);
        bytes.put(rest).put(cells, from, cells.length - from).flip();
        var chars = CharBuffer.allocate(bytes.remaining() + 1);
        require(decoder.decode(bytes, chars, false));
        rest = bytes.slice();
        chars.flip();
        var out = ByteBuffer.allocate((int) (chars.remaining() * (double) encoder.maxBytesPerChar()) + 8);
        require(encoder.encode(chars, out, false));
        byte[] written = new byte[out.position()];
        out.flip().get(written);
        return written;
    }

    private static void require(CoderResult result) {
        if (!result.isUnderflow()) {
            throw new Altered("a bill is not UTF-8: " + result);
        }
    }
}

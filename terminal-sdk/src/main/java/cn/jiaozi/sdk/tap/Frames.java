package cn.jiaozi.sdk.tap;

import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.certificate.Chain;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/// Parts of a message on the air, each with two bytes of length before it.
final class Frames {
    private Frames() {}

    static byte[] of(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.write(part.length >> Byte.SIZE);
            all.write(part.length);
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] with(byte[] first, Chain chain) {
        return of(first, chain.holder().der().bytes(), chain.operator().der().bytes());
    }

    static final class Reader {
        private final ByteBuffer bytes;

        Reader(byte[] bytes) {
            this.bytes = ByteBuffer.wrap(bytes);
        }

        byte[] next() {
            int length = bytes.remaining() < Short.BYTES ? -1 : Short.toUnsignedInt(bytes.getShort());
            if (length < 0 || length > bytes.remaining()) {
                throw new IllegalArgumentException("The message is cut off");
            }
            byte[] part = new byte[length];
            bytes.get(part);
            return part;
        }

        Chain chain() {
            return new Chain(Certificate.of(next()), Certificate.of(next()));
        }

        void end() {
            if (bytes.hasRemaining()) {
                throw new IllegalArgumentException("There are " + bytes.remaining() + " bytes too many");
            }
        }
    }
}

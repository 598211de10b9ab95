package cn.jiaozi.sdk.voucher;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// Tag, length, value: a byte, a byte, and as many bytes as the length says. Tags come in a fixed order,
/// numbers are big-endian and of a fixed length, and there is one way to write a message, so that what is read
/// can be written again.
public final class Tlv {
    private Tlv() {}

    public static final class Writer {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        public Writer octets(int tag, byte[] value) {
            bytes.write(tag);
            bytes.write(value.length);
            bytes.writeBytes(value);
            return this;
        }

        public Writer ascii(int tag, String value) {
            return octets(tag, value.getBytes(StandardCharsets.US_ASCII));
        }

        public Writer u8(int tag, int value) {
            return octets(tag, new byte[] {(byte) value});
        }

        public Writer u32(int tag, int value) {
            return octets(tag, ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
        }

        public Writer u64(int tag, long value) {
            return octets(tag, ByteBuffer.allocate(Long.BYTES).putLong(value).array());
        }

        public byte[] written() {
            return bytes.toByteArray();
        }
    }

    /// Throws [IllegalArgumentException] that names the tag.
    public static final class Reader {
        private final ByteBuffer bytes;

        Reader(byte[] bytes) {
            this.bytes = ByteBuffer.wrap(bytes);
        }

        public byte[] octets(int tag, int length) {
            require(bytes.remaining() >= 2 + length, tag, "is missing or cut off");
            require(Byte.toUnsignedInt(bytes.get()) == tag, tag, "is not where it must be");
            require(Byte.toUnsignedInt(bytes.get()) == length, tag, "has not " + length + " bytes");
            byte[] value = new byte[length];
            bytes.get(value);
            return value;
        }

        /// Absent at the end of the message only.
        Optional<byte[]> optional(int tag, int length) {
            return bytes.hasRemaining() ? Optional.of(octets(tag, length)) : Optional.empty();
        }

        public String ascii(int tag, int length, Pattern form) {
            var value = new String(octets(tag, length), StandardCharsets.ISO_8859_1);
            require(form.matcher(value).matches(), tag, "is not written as it must be");
            return value;
        }

        public int u8(int tag, int most) {
            int value = Byte.toUnsignedInt(octets(tag, 1)[0]);
            require(value <= most, tag, "is larger than " + most);
            return value;
        }

        /// From 0 to 2^31 - 1.
        public int u32(int tag) {
            int value = ByteBuffer.wrap(octets(tag, Integer.BYTES)).getInt();
            require(value >= 0, tag, "is larger than 2^31 - 1");
            return value;
        }

        /// From 0 to 2^63 - 1.
        public long u64(int tag) {
            long value = ByteBuffer.wrap(octets(tag, Long.BYTES)).getLong();
            require(value >= 0, tag, "is larger than 2^63 - 1");
            return value;
        }

        public Instant seconds(int tag) {
            long value = u64(tag);
            try {
                return Instant.ofEpochSecond(value);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(named(tag) + "is no time", e);
            }
        }

        /// Throws when the value of the tag that was read is not right.
        public void require(boolean right, int tag, String otherwise) {
            if (!right) {
                throw new IllegalArgumentException(named(tag) + otherwise);
            }
        }

        public void end() {
            if (bytes.hasRemaining()) {
                throw new IllegalArgumentException("There are " + bytes.remaining() + " bytes too many");
            }
        }

        private static String named(int tag) {
            return String.format("Tag %02x ", tag);
        }
    }
}

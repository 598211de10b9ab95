package cn.jiaozi.sdk.upload;

import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.receipt.Hash;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A part of a batch that can be read without the others: vouchers, and before them the certificates that it
/// takes to check them. Frames are `type u8, length u16, bytes`, in the order of their types.
///
/// What is in a frame may be anything: one voucher that is spoiled must not keep the others from being paid.
///
/// @param operators certificates of operators
/// @param holders   certificates of purses and terminals
public record Piece(List<Octets> operators, List<Octets> holders, List<Octets> vouchers) {
    /// No piece is longer.
    public static final int LONGEST = 256 << 10;
    public static final int MOST_VOUCHERS = 1_000;

    /// A certificate of 300 bytes would be the shortest, so that a piece has no room for more.
    static final int MOST_CERTIFICATES = 1_000;

    static final int FRAME = 1 + Short.BYTES;
    static final int LONGEST_FRAME = 0xffff;

    private static final int OPERATOR = 1;
    private static final int HOLDER = 2;
    private static final int VOUCHER = 3;

    public Piece {
        operators = List.copyOf(operators);
        holders = List.copyOf(holders);
        vouchers = List.copyOf(vouchers);
        require(vouchers.size() <= MOST_VOUCHERS, "has more than " + MOST_VOUCHERS + " vouchers");
        require(
                operators.size() + holders.size() <= MOST_CERTIFICATES,
                "has more than " + MOST_CERTIFICATES + " certificates");
        require(
                frames(operators, holders, vouchers).allMatch(frame -> frame.length() <= LONGEST_FRAME),
                "has a frame of more than " + LONGEST_FRAME + " bytes");
        require(
                frames(operators, holders, vouchers).mapToLong(Piece::length).sum() <= LONGEST,
                "is longer than " + LONGEST + " bytes");
    }

    /// Throws [IllegalArgumentException] where frames are broken; what is in them is not looked at.
    public static Piece read(byte[] bytes) {
        require(bytes.length <= LONGEST, "is longer than " + LONGEST + " bytes");
        var frames = List.of(new ArrayList<Octets>(), new ArrayList<Octets>(), new ArrayList<Octets>());
        var buffer = ByteBuffer.wrap(bytes);
        int last = OPERATOR;
        while (buffer.hasRemaining()) {
            int at = buffer.position();
            require(buffer.remaining() >= FRAME, "is cut off in the frame at byte " + at);
            int type = Byte.toUnsignedInt(buffer.get());
            int length = Short.toUnsignedInt(buffer.getShort());
            require(type >= last && type <= VOUCHER, "has a frame of another type at byte " + at);
            require(buffer.remaining() >= length, "is cut off in the frame at byte " + at);
            byte[] content = new byte[length];
            buffer.get(content);
            var same = frames.get(type - OPERATOR);
            require(same.size() < MOST_VOUCHERS, "has too many frames of the type " + type);
            same.add(Octets.of(content));
            last = type;
        }
        return new Piece(frames.get(0), frames.get(1), frames.get(2));
    }

    /// Those that can be read, of operators and of others. Whom to believe, [cn.jiaozi.sdk.certificate.Trust]
    /// says.
    public List<Certificate> certificates() {
        return Stream.concat(operators.stream(), holders.stream())
                .map(Piece::certificate)
                .flatMap(Optional::stream)
                .toList();
    }

    public byte[] encoded() {
        var bytes = ByteBuffer.allocate((int)
                frames(operators, holders, vouchers).mapToLong(Piece::length).sum());
        operators.forEach(each -> into(bytes, OPERATOR, each));
        holders.forEach(each -> into(bytes, HOLDER, each));
        vouchers.forEach(each -> into(bytes, VOUCHER, each));
        return bytes.array();
    }

    /// SM3 over its bytes.
    public Hash hash() {
        return Hash.sm3(encoded());
    }

    /// Bytes that a frame takes.
    static int length(Octets content) {
        return FRAME + content.length();
    }

    private static Stream<Octets> frames(List<Octets> operators, List<Octets> holders, List<Octets> vouchers) {
        return Stream.of(operators, holders, vouchers).flatMap(List::stream);
    }

    private static void into(ByteBuffer bytes, int type, Octets content) {
        bytes.put((byte) type).putShort((short) content.length()).put(content.bytes());
    }

    private static Optional<Certificate> certificate(Octets der) {
        try {
            return Optional.of(Certificate.of(der.bytes()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}

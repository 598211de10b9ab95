package cn.jiaozi.merchant.bill;

import java.security.MessageDigest;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// A piece of a file as it is kept: deflated on its own, so that it can be read without those before it, with the
/// digest of what lies there.
public final class Piece {
    /// Bills shrink to a fifth of their size at this level.
    private static final int LEVEL = 4;

    private final int no;
    private final int length;
    private final byte[] sha256;
    private final byte[] bytes;

    Piece(int no, int length, byte[] sha256, byte[] bytes) {
        this.no = no;
        this.length = length;
        this.sha256 = sha256;
        this.bytes = bytes;
    }

    public static Piece of(int no, byte[] plain) {
        try (var deflater = new Deflater(LEVEL)) {
            deflater.setInput(plain);
            deflater.finish();
            byte[] room = new byte[plain.length + 64 + plain.length / 1000];
            int used = deflater.deflate(room);
            byte[] bytes = java.util.Arrays.copyOf(room, used);
            return new Piece(no, plain.length, Digest.sha256().digest(bytes), bytes);
        }
    }

    /// What it was made of; an error where it is not what was kept.
    byte[] plain() {
        if (!MessageDigest.isEqual(Digest.sha256().digest(bytes), sha256)) {
            throw new Altered("piece " + no + " of a bill is not what was kept");
        }
        try (var inflater = new Inflater()) {
            inflater.setInput(bytes);
            byte[] plain = new byte[length];
            int found = inflater.inflate(plain);
            if (found != length || !inflater.finished()) {
                throw new Altered("piece " + no + " of a bill has another length");
            }
            return plain;
        } catch (DataFormatException e) {
            throw new Altered("piece " + no + " of a bill cannot be inflated");
        }
    }

    int no() {
        return no;
    }

    int length() {
        return length;
    }

    byte[] sha256() {
        return sha256;
    }

    public byte[] bytes() {
        return bytes;
    }
}

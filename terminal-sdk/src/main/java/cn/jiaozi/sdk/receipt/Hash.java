package cn.jiaozi.sdk.receipt;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.jspecify.annotations.Nullable;

/// Thirty-two bytes: a digest of SM3 (GB/T 32905), or the key of a commitment. In JSON and in texts 64 lower-case
/// hex digits.
public final class Hash {
    public static final int LENGTH = 32;
    public static final Hash ZERO = new Hash(new byte[LENGTH]);

    private static final String DIGITS = "0123456789abcdef";

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    /// A copy of 32 bytes; throws [IllegalArgumentException] for another number of them.
    public static Hash of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("A hash has " + LENGTH + " bytes, not " + bytes.length);
        }
        return new Hash(bytes.clone());
    }

    /// Throws [IllegalArgumentException] for anything but 64 lower-case hex digits.
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Hash parse(String hex) {
        if (hex.length() != 2 * LENGTH) {
            throw new IllegalArgumentException("A hash has " + 2 * LENGTH + " hex digits, not " + hex.length());
        }
        byte[] bytes = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            bytes[i] = (byte) (digit(hex, 2 * i) << 4 | digit(hex, 2 * i + 1));
        }
        return new Hash(bytes);
    }

    private static int digit(String hex, int at) {
        int digit = DIGITS.indexOf(hex.charAt(at));
        if (digit < 0) {
            throw new IllegalArgumentException("A hash is written in lower-case hex digits");
        }
        return digit;
    }

    /// SM3 over the parts, one after another.
    public static Hash sm3(byte[]... parts) {
        var digest = new SM3Digest();
        for (byte[] part : parts) {
            digest.update(part, 0, part.length);
        }
        return ended(digest);
    }

    static Hash ended(SM3Digest digest) {
        byte[] bytes = new byte[LENGTH];
        digest.doFinal(bytes, 0);
        return new Hash(bytes);
    }

    void into(SM3Digest digest) {
        digest.update(bytes, 0, LENGTH);
    }

    void into(StringBuilder text) {
        for (byte each : bytes) {
            text.append(DIGITS.charAt(each >> 4 & 0xf)).append(DIGITS.charAt(each & 0xf));
        }
    }

    void into(byte[] target, int at) {
        System.arraycopy(bytes, 0, target, at, LENGTH);
    }

    @JsonValue
    public String hex() {
        var text = new StringBuilder(2 * LENGTH);
        into(text);
        return text.toString();
    }

    /// A copy.
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}

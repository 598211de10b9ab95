package cn.jiaozi.merchant.bill;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SM3Digest;

/// SHA-256 and SM3 of the same bytes, told when all have gone by.
public final class Digest {
    private static final HexFormat HEX = HexFormat.of();

    private final MessageDigest sha256 = sha256();
    private final SM3Digest sm3 = new SM3Digest();
    private long length;

    /// In hexadecimal.
    public record Of(long length, String sha256, String sm3) {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String hex(byte[] digest) {
        return HEX.formatHex(digest);
    }

    public void add(byte[] bytes) {
        sha256.update(bytes);
        sm3.update(bytes, 0, bytes.length);
        length += bytes.length;
    }

    /// SHA-256 so far; more may follow.
    String soFar() {
        try {
            return hex(((MessageDigest) sha256.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    public Of end() {
        byte[] last = new byte[sm3.getDigestSize()];
        sm3.doFinal(last, 0);
        return new Of(length, hex(sha256.digest()), hex(last));
    }
}

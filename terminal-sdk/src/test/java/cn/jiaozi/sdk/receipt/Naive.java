package cn.jiaozi.sdk.receipt;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/// The definitions of RFC 6962, 2.1, word for word, with any digest: slow, and another road to the same hashes.
record Naive(String digest) {
    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    byte[] root(List<byte[]> leaves) {
        int size = leaves.size();
        if (size == 0) {
            return hash();
        }
        if (size == 1) {
            return hash(new byte[] {0}, leaves.getFirst());
        }
        int left = left(size);
        return hash(new byte[] {1}, root(leaves.subList(0, left)), root(leaves.subList(left, size)));
    }

    List<byte[]> path(int index, List<byte[]> leaves) {
        int size = leaves.size();
        if (size == 1) {
            return List.of();
        }
        int left = left(size);
        return index < left
                ? with(path(index, leaves.subList(0, left)), root(leaves.subList(left, size)))
                : with(path(index - left, leaves.subList(left, size)), root(leaves.subList(0, left)));
    }

    List<byte[]> proof(int first, List<byte[]> leaves) {
        return subproof(first, leaves, true);
    }

    private List<byte[]> subproof(int first, List<byte[]> leaves, boolean whole) {
        int size = leaves.size();
        if (first == size) {
            return whole ? List.of() : List.of(root(leaves));
        }
        int left = left(size);
        return first <= left
                ? with(subproof(first, leaves.subList(0, left), whole), root(leaves.subList(left, size)))
                : with(subproof(first - left, leaves.subList(left, size), false), root(leaves.subList(0, left)));
    }

    private static int left(int size) {
        int left = 1;
        while (2 * left < size) {
            left *= 2;
        }
        return left;
    }

    private static List<byte[]> with(List<byte[]> path, byte[] last) {
        var all = new ArrayList<>(path);
        all.add(last);
        return all;
    }

    private byte[] hash(byte[]... parts) {
        try {
            var hash = MessageDigest.getInstance(digest, PROVIDER);
            for (byte[] part : parts) {
                hash.update(part);
            }
            return hash.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

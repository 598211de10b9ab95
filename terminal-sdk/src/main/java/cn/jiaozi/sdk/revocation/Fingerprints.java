package cn.jiaozi.sdk.revocation;

import cn.jiaozi.sdk.receipt.Hash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// A set of purses, each as the first eight bytes of SM3 over its id, in ascending order without a sign.
///
/// A purse that is in the set is always found. One that is not is found by mistake with a probability of
/// n : 2^64, among 100 000 members 5 : 10^15: a payment is then refused that could have been taken, and none is
/// taken that should have been refused.
public final class Fingerprints {
    static final int LENGTH = Long.BYTES;

    /// Ascending with the first bit turned over, so that signed comparisons order them as unsigned ones would.
    private final long[] turned;

    private Fingerprints(long[] turned) {
        this.turned = turned;
    }

    static Fingerprints of(Collection<String> purses) {
        return sorted(purses.stream().mapToLong(Fingerprints::turned));
    }

    /// Takes a number of them out of a buffer that has at least as many; throws [IllegalArgumentException] where
    /// they are not in ascending order, each once.
    static Fingerprints read(ByteBuffer bytes, int count) {
        long[] turned = new long[count];
        for (int i = 0; i < count; i++) {
            turned[i] = bytes.getLong() ^ Long.MIN_VALUE;
            if (i > 0 && turned[i] <= turned[i - 1]) {
                throw new IllegalArgumentException("Fingerprint " + (i + 1) + " is not behind the one before it");
            }
        }
        return new Fingerprints(turned);
    }

    void into(ByteBuffer bytes) {
        for (long each : turned) {
            bytes.putLong(each ^ Long.MIN_VALUE);
        }
    }

    public int size() {
        return turned.length;
    }

    public boolean contains(String purse) {
        return has(turned(purse));
    }

    Fingerprints without(Fingerprints others) {
        return new Fingerprints(
                Arrays.stream(turned).filter(each -> !others.has(each)).toArray());
    }

    Fingerprints with(Fingerprints others) {
        return sorted(LongStream.concat(Arrays.stream(turned), Arrays.stream(others.turned)));
    }

    private boolean has(long each) {
        return Arrays.binarySearch(turned, each) >= 0;
    }

    private static Fingerprints sorted(LongStream turned) {
        return new Fingerprints(turned.sorted().distinct().toArray());
    }

    private static long turned(String purse) {
        byte[] hash = Hash.sm3(purse.getBytes(StandardCharsets.US_ASCII)).bytes();
        return ByteBuffer.wrap(hash).getLong() ^ Long.MIN_VALUE;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Fingerprints fingerprints && Arrays.equals(turned, fingerprints.turned);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(turned);
    }

    @Override
    public String toString() {
        return turned.length + " fingerprints";
    }
}

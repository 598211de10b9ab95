package cn.jiaozi.sdk.revocation;

import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.voucher.Kind;
import cn.jiaozi.sdk.voucher.Signable;
import cn.jiaozi.sdk.voucher.Signed;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;

/// The purses from which nothing is to be taken any more (黑名单), as the bank knew them at a time. A voucher
/// says against which list it was checked.
///
/// @param number from 1, one more for each list
/// @param at     when the bank made it, whole seconds
public record RevocationList(int number, Instant at, Fingerprints members) implements Signable {
    /// No list is longer, so that a device knows how much room to keep: some 131 000 purses.
    public static final int LONGEST = 1 << 20;

    /// Bytes before the members: tags 01, 02, 03 and 04.
    private static final int HEAD = 3 + 6 + 10 + 6;

    public static RevocationList of(int number, Instant at, Collection<String> purses) {
        return new RevocationList(number, at.truncatedTo(ChronoUnit.SECONDS), Fingerprints.of(purses));
    }

    public RevocationList {
        if (number < 1) {
            throw new IllegalArgumentException("The first list has the number 1");
        }
        if (members.size() > (LONGEST - HEAD) / Fingerprints.LENGTH) {
            throw new IllegalArgumentException("A list of " + members.size() + " purses is too long");
        }
    }

    @Override
    public byte[] encoded() {
        byte[] head = Kind.REVOCATION_LIST
                .begin()
                .u32(0x02, number)
                .u64(0x03, at.getEpochSecond())
                .u32(0x04, members.size())
                .written();
        var bytes = ByteBuffer.allocate(HEAD + members.size() * Fingerprints.LENGTH);
        members.into(bytes.put(head));
        return bytes.array();
    }

    public static RevocationList read(byte[] bytes) {
        if (bytes.length > LONGEST) {
            throw new IllegalArgumentException("is longer than " + LONGEST + " bytes");
        }
        var reader = Kind.REVOCATION_LIST.begin(Arrays.copyOf(bytes, Math.min(bytes.length, HEAD)));
        int number = reader.u32(0x02);
        reader.require(number > 0, 0x02, "is not a positive number");
        var at = reader.seconds(0x03);
        long count = reader.u32(0x04);
        reader.require(HEAD + count * Fingerprints.LENGTH == bytes.length, 0x04, "is not how many fingerprints follow");
        var members = ByteBuffer.wrap(bytes, HEAD, bytes.length - HEAD);
        return new RevocationList(number, at, Fingerprints.read(members, (int) count));
    }

    public static Signed<RevocationList> readSigned(byte[] bytes) {
        return Signed.read(bytes, RevocationList::read);
    }

    /// SM3 over its bytes.
    public Hash digest() {
        return Hash.sm3(encoded());
    }

    /// Whether a purse is revoked; what it may be wrong in, [Fingerprints] says.
    public boolean contains(String purse) {
        return members.contains(purse);
    }

    /// Also by a clock that is behind the bank's.
    public boolean isFresh(Instant now, Duration atMost) {
        return Duration.between(at, now).compareTo(atMost) <= 0;
    }

    /// The list that the bank has made after this one; throws [IllegalArgumentException] that says why the
    /// difference is not from this list to another.
    public RevocationList apply(RevocationDelta delta) {
        if (delta.from() != number) {
            throw new IllegalArgumentException(
                    "The difference is to list " + delta.from() + ", and this is list " + number);
        }
        var newer = new RevocationList(
                delta.to(), delta.at(), members.without(delta.removed()).with(delta.added()));
        if (!newer.digest().equals(delta.digest())) {
            throw new IllegalArgumentException("The list that results has another digest than list " + delta.to());
        }
        return newer;
    }
}

package cn.jiaozi.sdk.revocation;

import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.voucher.Kind;
import cn.jiaozi.sdk.voucher.Signable;
import cn.jiaozi.sdk.voucher.Signed;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

/// What has changed from one revocation list to a later one, so that a till need not fetch the whole list each
/// time.
///
/// @param from   number of the list that it is applied to
/// @param to     number of the list that results
/// @param at     when the bank made that list
/// @param digest of that list, so that no device goes on with a list that nobody has signed
public record RevocationDelta(int from, int to, Instant at, Fingerprints added, Fingerprints removed, Hash digest)
        implements Signable {
    /// Bytes before the fingerprints: tags 01 to 07.
    private static final int HEAD = 3 + 6 + 6 + 10 + 34 + 6 + 6;

    public RevocationDelta {
        if (from < 1 || to <= from) {
            throw new IllegalArgumentException("Changes lead from a list to a later one");
        }
    }

    public static RevocationDelta between(RevocationList older, RevocationList newer) {
        return new RevocationDelta(
                older.number(),
                newer.number(),
                newer.at(),
                newer.members().without(older.members()),
                older.members().without(newer.members()),
                newer.digest());
    }

    @Override
    public byte[] encoded() {
        byte[] head = Kind.REVOCATION_DELTA
                .begin()
                .u32(0x02, from)
                .u32(0x03, to)
                .u64(0x04, at.getEpochSecond())
                .octets(0x05, digest.bytes())
                .u32(0x06, added.size())
                .u32(0x07, removed.size())
                .written();
        var bytes = ByteBuffer.allocate(HEAD + (added.size() + removed.size()) * Fingerprints.LENGTH);
        added.into(bytes.put(head));
        removed.into(bytes);
        return bytes.array();
    }

    public static RevocationDelta read(byte[] bytes) {
        if (bytes.length > 2 * RevocationList.LONGEST) {
            throw new IllegalArgumentException("is longer than two lists");
        }
        var reader = Kind.REVOCATION_DELTA.begin(Arrays.copyOf(bytes, Math.min(bytes.length, HEAD)));
        int from = reader.u32(0x02);
        int to = reader.u32(0x03);
        reader.require(from > 0 && to > from, 0x03, "is not a later list");
        var at = reader.seconds(0x04);
        var digest = Hash.of(reader.octets(0x05, Hash.LENGTH));
        int added = reader.u32(0x06);
        int removed = reader.u32(0x07);
        long length = HEAD + ((long) added + removed) * Fingerprints.LENGTH;
        reader.require(length == bytes.length, 0x07, "is not, with tag 06, how many fingerprints follow");
        var fingerprints = ByteBuffer.wrap(bytes, HEAD, bytes.length - HEAD);
        return new RevocationDelta(
                from, to, at, Fingerprints.read(fingerprints, added), Fingerprints.read(fingerprints, removed), digest);
    }

    public static Signed<RevocationDelta> readSigned(byte[] bytes) {
        return Signed.read(bytes, RevocationDelta::read);
    }
}

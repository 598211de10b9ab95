package cn.jiaozi.sdk.upload;

import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.voucher.Kind;
import cn.jiaozi.sdk.voucher.Party;
import cn.jiaozi.sdk.voucher.Signable;
import cn.jiaozi.sdk.voucher.Signed;
import java.time.Instant;
import java.util.List;

/// What whoever uploads vouchers signs for: how many they are and what they come to, so that the bank can say
/// when it has them all.
///
/// @param uploader    the payee of the vouchers, or their payer
/// @param certificate serial number of its certificate
/// @param count       of the vouchers, from 1
/// @param sumFen      of those that can be read
/// @param at          by the uploader's clock, whole seconds
/// @param pieces      how many there are, from 1
/// @param content     see [#content(List)]
public record BatchHeader(
        String uploader, Octets certificate, int count, long sumFen, Instant at, int pieces, Hash content)
        implements Signable {
    public static final int MOST_VOUCHERS = 100_000;
    public static final int MOST_PIECES = 512;

    /// SM3 over the hashes of the pieces, one after another.
    public static Hash content(List<Hash> pieces) {
        return Hash.sm3(pieces.stream().map(Hash::bytes).toArray(byte[][]::new));
    }

    @Override
    public byte[] encoded() {
        return Kind.BATCH
                .begin()
                .ascii(0x02, uploader)
                .octets(0x03, certificate.bytes())
                .u32(0x04, count)
                .u64(0x05, sumFen)
                .u64(0x06, at.getEpochSecond())
                .u32(0x07, pieces)
                .octets(0x08, content.bytes())
                .written();
    }

    public static BatchHeader read(byte[] bytes) {
        var reader = Kind.BATCH.begin(bytes);
        var uploader = reader.ascii(0x02, Party.LENGTH, Party.ANY);
        reader.require(Party.isPurse(uploader) || Party.isTerminal(uploader), 0x02, "is no purse and no terminal");
        var certificate = Octets.of(reader.octets(0x03, Certificate.SERIAL));
        int count = reader.u32(0x04);
        reader.require(count > 0 && count <= MOST_VOUCHERS, 0x04, "is not from 1 to " + MOST_VOUCHERS);
        long sumFen = reader.u64(0x05);
        var at = reader.seconds(0x06);
        int pieces = reader.u32(0x07);
        reader.require(pieces > 0 && pieces <= MOST_PIECES, 0x07, "is not from 1 to " + MOST_PIECES);
        var header = new BatchHeader(
                uploader, certificate, count, sumFen, at, pieces, Hash.of(reader.octets(0x08, Hash.LENGTH)));
        reader.end();
        return header;
    }

    public static Signed<BatchHeader> readSigned(byte[] bytes) {
        return Signed.read(bytes, BatchHeader::read);
    }
}

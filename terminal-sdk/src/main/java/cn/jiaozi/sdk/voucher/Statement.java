package cn.jiaozi.sdk.voucher;

import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.receipt.Hash;

/// What a chip says of itself, signed by it.
///
/// @param closes      whether the load ends with it: the chip has set its balance to zero in the same act, and
///                    gives `balanceFen` back
/// @param certificate serial number of the chip's certificate
/// @param counter     of its last debit
/// @param head        hash of that debit; zero when there was none
/// @param challenge   sixteen bytes by which the bank knows that it is not older than its question
public record Statement(
        boolean closes,
        String purse,
        Octets certificate,
        int load,
        int counter,
        Hash head,
        long balanceFen,
        Octets challenge)
        implements Signable {
    public static final int CHALLENGE = 16;

    @Override
    public byte[] encoded() {
        return Kind.STATEMENT
                .begin()
                .u8(0x02, closes ? 1 : 0)
                .ascii(0x03, purse)
                .octets(0x04, certificate.bytes())
                .u32(0x05, load)
                .u32(0x06, counter)
                .octets(0x07, head.bytes())
                .u64(0x08, balanceFen)
                .octets(0x09, challenge.bytes())
                .written();
    }

    public static Statement read(byte[] bytes) {
        var reader = Kind.STATEMENT.begin(bytes);
        boolean closes = reader.u8(0x02, 1) == 1;
        var purse = reader.ascii(0x03, Party.LENGTH, Party.ANY);
        reader.require(Party.isPurse(purse), 0x03, "is not a purse");
        var statement = new Statement(
                closes,
                purse,
                Octets.of(reader.octets(0x04, Certificate.SERIAL)),
                reader.u32(0x05),
                reader.u32(0x06),
                Hash.of(reader.octets(0x07, Hash.LENGTH)),
                reader.u64(0x08),
                Octets.of(reader.octets(0x09, CHALLENGE)));
        reader.end();
        return statement;
    }

    public static Signed<Statement> readSigned(byte[] bytes) {
        return Signed.read(bytes, Statement::read);
    }
}

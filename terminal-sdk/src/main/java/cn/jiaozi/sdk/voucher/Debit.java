package cn.jiaozi.sdk.voucher;

import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.receipt.Hash;
import java.time.Instant;

/// What a chip signs when it pays: the part of a voucher that is its identity. Nobody's wallet is named: whose
/// purse and whose terminal they are is the bank's to know.
///
/// @param payer              purse
/// @param payerCertificate   serial number
/// @param load               number of the load that backs it, from 1
/// @param counter            of the purse's debits, from 1, one more each time, never set back
/// @param previous           hash of the debit before; zero for the first one
/// @param balanceFen         what the purse holds afterwards
/// @param payeeTime          by the payee's clock: signed by both, known to neither
/// @param revocations        version of the list that the payee checked against
/// @param policy             version of the limits that the chip obeyed
/// @param pinVerified        whether the payer has shown the PIN to the chip
/// @param poweredOff         whether the payer's device had no power of its own
/// @param hop                how often this money has been passed on without the bank: 0
public record Debit(
        String payer,
        Octets payerCertificate,
        int load,
        int counter,
        Hash previous,
        long amountFen,
        long balanceFen,
        String payee,
        Octets payeeCertificate,
        Octets nonce,
        Instant payeeTime,
        int revocations,
        int policy,
        boolean pinVerified,
        boolean poweredOff,
        int hop)
        implements Signable {
    private static final int PIN = 1;
    private static final int NO_POWER = 2;

    @Override
    public byte[] encoded() {
        return Kind.VOUCHER
                .begin()
                .ascii(0x02, payer)
                .octets(0x03, payerCertificate.bytes())
                .u32(0x04, load)
                .u32(0x05, counter)
                .octets(0x06, previous.bytes())
                .u64(0x07, amountFen)
                .u64(0x08, balanceFen)
                .u8(0x09, PaymentRequest.CURRENCY)
                .ascii(0x0a, payee)
                .octets(0x0b, payeeCertificate.bytes())
                .octets(0x0c, nonce.bytes())
                .u64(0x0d, payeeTime.getEpochSecond())
                .u32(0x0e, revocations)
                .u32(0x0f, policy)
                .u8(0x10, (pinVerified ? PIN : 0) | (poweredOff ? NO_POWER : 0))
                .u8(0x11, hop)
                .written();
    }

    public static Debit read(byte[] bytes) {
        var reader = Kind.VOUCHER.begin(bytes);
        var payer = reader.ascii(0x02, Party.LENGTH, Party.ANY);
        reader.require(Party.isPurse(payer), 0x02, "is not a purse");
        var payerCertificate = Octets.of(reader.octets(0x03, Certificate.SERIAL));
        int load = reader.u32(0x04);
        reader.require(load > 0, 0x04, "is not a positive number");
        int counter = reader.u32(0x05);
        reader.require(counter > 0, 0x05, "is not a positive number");
        var previous = Hash.of(reader.octets(0x06, Hash.LENGTH));
        long amountFen = reader.u64(0x07);
        reader.require(amountFen > 0, 0x07, "is not a positive amount");
        long balanceFen = reader.u64(0x08);
        reader.require(reader.u8(0x09, 0xff) == PaymentRequest.CURRENCY, 0x09, "is another currency than 156");
        var payee = reader.ascii(0x0a, Party.LENGTH, Party.ANY);
        reader.require(!payee.equals(payer), 0x0a, "is the payer");
        var payeeCertificate = Octets.of(reader.octets(0x0b, Certificate.SERIAL));
        var nonce = Octets.of(reader.octets(0x0c, PaymentRequest.NONCE));
        var payeeTime = reader.seconds(0x0d);
        int revocations = reader.u32(0x0e);
        int policy = reader.u32(0x0f);
        int flags = reader.u8(0x10, PIN | NO_POWER);
        int hop = reader.u8(0x11, 0xff);
        reader.end();
        return new Debit(
                payer,
                payerCertificate,
                load,
                counter,
                previous,
                amountFen,
                balanceFen,
                payee,
                payeeCertificate,
                nonce,
                payeeTime,
                revocations,
                policy,
                (flags & PIN) != 0,
                (flags & NO_POWER) != 0,
                hop);
    }

    /// SM3 over its bytes, signatures aside: those of SM2 are never twice the same.
    public Hash hash() {
        return Hash.sm3(encoded());
    }

    /// Whether it pays what was asked for, to whoever asked.
    public boolean answers(PaymentRequest request) {
        return payee.equals(request.payee())
                && payeeCertificate.equals(request.certificate())
                && amountFen == request.amountFen()
                && nonce.equals(request.nonce())
                && payeeTime.equals(request.time())
                && revocations == request.revocations();
    }
}

package cn.jiaozi.sdk.voucher;

import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.key.Octets;
import java.time.Instant;

/// What a payee asks a chip for, signed by the payee, so that no chip is debited for somebody who could not
/// acknowledge it.
///
/// @param certificate serial number of the payee's certificate
/// @param nonce       sixteen bytes that the payee has never used before
/// @param time        by the payee's clock, whole seconds
/// @param revocations version of the revocation list that the payee checks against
public record PaymentRequest(
        String payee, Octets certificate, long amountFen, Octets nonce, Instant time, int revocations)
        implements Signable {
    public static final int NONCE = 16;
    /// Renminbi (ISO 4217).
    public static final int CURRENCY = 156;

    @Override
    public byte[] encoded() {
        return Kind.PAYMENT_REQUEST
                .begin()
                .ascii(0x02, payee)
                .octets(0x03, certificate.bytes())
                .u64(0x04, amountFen)
                .u8(0x05, CURRENCY)
                .octets(0x06, nonce.bytes())
                .u64(0x07, time.getEpochSecond())
                .u32(0x08, revocations)
                .written();
    }

    public static PaymentRequest read(byte[] bytes) {
        var reader = Kind.PAYMENT_REQUEST.begin(bytes);
        var payee = reader.ascii(0x02, Party.LENGTH, Party.ANY);
        var certificate = Octets.of(reader.octets(0x03, Certificate.SERIAL));
        long amountFen = reader.u64(0x04);
        reader.require(amountFen > 0, 0x04, "is not a positive amount");
        reader.require(reader.u8(0x05, 0xff) == CURRENCY, 0x05, "is another currency than 156");
        var request = new PaymentRequest(
                payee,
                certificate,
                amountFen,
                Octets.of(reader.octets(0x06, NONCE)),
                reader.seconds(0x07),
                reader.u32(0x08));
        reader.end();
        return request;
    }

    public static Signed<PaymentRequest> readSigned(byte[] bytes) {
        return Signed.read(bytes, PaymentRequest::read);
    }
}

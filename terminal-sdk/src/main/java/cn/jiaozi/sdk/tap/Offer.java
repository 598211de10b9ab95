package cn.jiaozi.sdk.tap;

import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.voucher.PaymentRequest;
import cn.jiaozi.sdk.voucher.Signed;

/// First message of a tap, from the payee: what it asks for, and who it is.
public record Offer(Signed<PaymentRequest> request, Chain payee) {
    public byte[] encoded() {
        return Frames.with(request.encoded(), payee);
    }

    public static Offer read(byte[] bytes) {
        var reader = new Frames.Reader(bytes);
        var offer = new Offer(PaymentRequest.readSigned(reader.next()), reader.chain());
        reader.end();
        return offer;
    }
}

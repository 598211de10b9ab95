package cn.jiaozi.sdk.tap;

import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.voucher.Debit;
import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.Voucher;

/// Second message of a tap, from the payer: the debit, and whose chip has made it.
public record Payment(Signed<Debit> debit, Chain payer) {
    public byte[] encoded() {
        return Frames.with(debit.encoded(), payer);
    }

    public static Payment read(byte[] bytes) {
        var reader = new Frames.Reader(bytes);
        var payment = new Payment(Voucher.readDebit(reader.next()), reader.chain());
        reader.end();
        return payment;
    }
}

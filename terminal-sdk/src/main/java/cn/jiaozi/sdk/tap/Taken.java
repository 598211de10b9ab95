package cn.jiaozi.sdk.tap;

import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.receipt.Hash;
import cn.jiaozi.sdk.voucher.Voucher;

/// A voucher that a payee holds, acknowledged by itself, and whose chip has signed it.
public record Taken(Voucher voucher, Chain payer) {
    public Hash hash() {
        return voucher.hash();
    }

    Acknowledgement acknowledgement() {
        return new Acknowledgement(hash(), voucher.acknowledgement().orElseThrow());
    }

    public byte[] encoded() {
        return Frames.with(voucher.encoded(), payer);
    }

    public static Taken read(byte[] bytes) {
        var reader = new Frames.Reader(bytes);
        var taken = new Taken(Voucher.read(reader.next()), reader.chain());
        reader.end();
        return taken;
    }
}

package cn.jiaozi.sdk.tap;

import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.receipt.Hash;

/// Third message of a tap, from the payee: it holds the voucher.
///
/// @param voucher   hash of the debit
/// @param signature the payee's, as in [cn.jiaozi.sdk.voucher.Voucher]
public record Acknowledgement(Hash voucher, Octets signature) {
    public byte[] encoded() {
        return Frames.of(voucher.bytes(), signature.bytes());
    }

    public static Acknowledgement read(byte[] bytes) {
        var reader = new Frames.Reader(bytes);
        var acknowledgement = new Acknowledgement(Hash.of(reader.next()), Octets.of(reader.next()));
        reader.end();
        return acknowledgement;
    }
}

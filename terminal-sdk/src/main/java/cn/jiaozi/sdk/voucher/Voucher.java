package cn.jiaozi.sdk.voucher;

import cn.jiaozi.sdk.key.FixedLength;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.key.Signer;
import cn.jiaozi.sdk.key.VerifyingKey;
import cn.jiaozi.sdk.receipt.Hash;
import java.util.Arrays;
import java.util.Optional;

/// A payment without a network (凭证), as both sides hold it and either uploads it.
///
/// @param acknowledgement the payee's signature over the debit and the payer's signature; a payer may not
///                        have it
public record Voucher(Signed<Debit> debit, Optional<Octets> acknowledgement) {
    /// No voucher is longer.
    public static final int LONGEST = 512;

    private static final int ACKNOWLEDGEMENT = 0x21;

    public static Voucher acknowledgedBy(Signer payee, Signed<Debit> debit) {
        return new Voucher(debit, Optional.of(Signed.signature(payee, debit.encoded())));
    }

    /// Throws [IllegalArgumentException] that names the tag that is not written as it must be.
    public static Voucher read(byte[] bytes) {
        if (bytes.length > LONGEST) {
            throw new IllegalArgumentException("is longer than " + LONGEST + " bytes");
        }
        int end = bytes.length - 2 - FixedLength.LENGTH;
        if (end <= 0 || Byte.toUnsignedInt(bytes[end]) != ACKNOWLEDGEMENT) {
            return new Voucher(readDebit(bytes), Optional.empty());
        }
        var reader = new Tlv.Reader(Arrays.copyOfRange(bytes, end, bytes.length));
        var acknowledgement = Octets.of(reader.octets(ACKNOWLEDGEMENT, FixedLength.LENGTH));
        return new Voucher(readDebit(Arrays.copyOf(bytes, end)), Optional.of(acknowledgement));
    }

    public static Signed<Debit> readDebit(byte[] bytes) {
        return Signed.read(bytes, Debit::read);
    }

    /// Its identity: that of the debit.
    public Hash hash() {
        return debit.content().hash();
    }

    public boolean isSignedBy(VerifyingKey payer) {
        return debit.isSignedBy(payer);
    }

    /// False also where there is no acknowledgement.
    public boolean isAcknowledgedBy(VerifyingKey payee) {
        return acknowledgement
                .filter(signature -> Signed.verifies(payee, debit.encoded(), signature))
                .isPresent();
    }

    public byte[] encoded() {
        byte[] signed = debit.encoded();
        if (acknowledgement.isEmpty()) {
            return signed;
        }
        var added = new Tlv.Writer()
                .octets(ACKNOWLEDGEMENT, acknowledgement.get().bytes())
                .written();
        byte[] all = Arrays.copyOf(signed, signed.length + added.length);
        System.arraycopy(added, 0, all, signed.length, added.length);
        return all;
    }
}

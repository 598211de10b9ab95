package cn.jiaozi.sdk.voucher;

import cn.jiaozi.sdk.key.FixedLength;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.key.Signer;
import cn.jiaozi.sdk.key.VerifyingKey;
import java.util.Arrays;
import java.util.function.Function;

/// A message and a signature over its bytes.
///
/// @param signature r and s, 32 bytes each
public record Signed<T extends Signable>(T content, Octets signature) {
    /// Bytes that a signature adds to a message: tag 20.
    static final int ADDED = 2 + FixedLength.LENGTH;

    private static final int SIGNATURE = 0x20;

    public static <T extends Signable> Signed<T> by(Signer signer, T content) {
        return new Signed<>(content, signature(signer, content.encoded()));
    }

    /// @param content reads the message itself, to its end
    public static <T extends Signable> Signed<T> read(byte[] bytes, Function<byte[], T> content) {
        int end = bytes.length - ADDED;
        if (end < 0) {
            throw new IllegalArgumentException("There is no signature");
        }
        var reader = new Tlv.Reader(Arrays.copyOfRange(bytes, end, bytes.length));
        var signature = Octets.of(reader.octets(SIGNATURE, FixedLength.LENGTH));
        return new Signed<>(content.apply(Arrays.copyOf(bytes, end)), signature);
    }

    public boolean isSignedBy(VerifyingKey key) {
        return verifies(key, content.encoded(), signature);
    }

    public byte[] encoded() {
        var message = new Tlv.Writer().octets(SIGNATURE, signature.bytes()).written();
        byte[] content = this.content.encoded();
        byte[] all = Arrays.copyOf(content, content.length + message.length);
        System.arraycopy(message, 0, all, content.length, message.length);
        return all;
    }

    static Octets signature(Signer signer, byte[] message) {
        return Octets.of(FixedLength.of(signer.sign(message)));
    }

    static boolean verifies(VerifyingKey key, byte[] message, Octets signature) {
        return FixedLength.toDer(signature.bytes())
                .filter(der -> key.verifies(message, der))
                .isPresent();
    }
}

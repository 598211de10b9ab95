package cn.jiaozi.sdk.key;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.util.BigIntegers;

/// A signature as r and s of 32 bytes each (RFC 9421, 3.3.4), where the providers speak ASN.1.
public final class FixedLength {
    /// Bytes of such a signature.
    public static final int LENGTH = 64;

    private static final int HALF = LENGTH / 2;

    private FixedLength() {}

    public static byte[] of(byte[] der) {
        var numbers = ASN1Sequence.getInstance(der);
        byte[] fixed = new byte[2 * HALF];
        for (int i = 0; i < 2; i++) {
            var number = ASN1Integer.getInstance(numbers.getObjectAt(i)).getPositiveValue();
            System.arraycopy(BigIntegers.asUnsignedByteArray(HALF, number), 0, fixed, i * HALF, HALF);
        }
        return fixed;
    }

    /// Empty for another length.
    public static Optional<byte[]> toDer(byte[] fixed) {
        if (fixed.length != 2 * HALF) {
            return Optional.empty();
        }
        try {
            var r = new ASN1Integer(new BigInteger(1, Arrays.copyOfRange(fixed, 0, HALF)));
            var s = new ASN1Integer(new BigInteger(1, Arrays.copyOfRange(fixed, HALF, 2 * HALF)));
            return Optional.of(new DERSequence(new org.bouncycastle.asn1.ASN1Encodable[] {r, s}).getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

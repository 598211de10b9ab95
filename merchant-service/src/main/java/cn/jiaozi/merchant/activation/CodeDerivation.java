package cn.jiaozi.merchant.activation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Activation codes are derived, so that none is kept and a repeat still answers the same: the first 60 bits of the
/// HMAC-SHA-256 over terminal and act, as twelve characters of Crockford's base 32.
final class CodeDerivation {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final String MAC = "HmacSHA256";
    private static final int CHARACTERS = 12;
    private static final int BITS = 5;

    private final SecretKeySpec key;

    /// @param hex 64 hexadecimal digits
    CodeDerivation(String hex) {
        key = new SecretKeySpec(HexFormat.of().parseHex(hex), MAC);
    }

    String of(String terminalId, String actId) {
        try {
            var mac = Mac.getInstance(MAC);
            mac.init(key);
            long bits = ByteBuffer.wrap(mac.doFinal((terminalId + "/" + actId).getBytes(UTF_8)))
                    .getLong();
            var code = new StringBuilder();
            for (int i = 1; i <= CHARACTERS; i++) {
                code.append(ALPHABET.charAt((int) (bits >>> (Long.SIZE - i * BITS)) & (ALPHABET.length() - 1)));
            }
            return code.toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The SHA-256 of a code in hexadecimal digits. As Crockford wants it, small letters are capitals, O is read as 0,
    /// and I and L as 1.
    static String hash(String code) {
        var read = code.toUpperCase(Locale.ROOT)
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(read.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

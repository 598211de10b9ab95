package cn.jiaozi.payment.code;

import cn.jiaozi.sdk.qr.PaymentCode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// Makes codes out of a secret key: a device that lost the answer and asks again under the same id is told the same
/// digits, though nothing at rest would give them away.
@Component
public class CodeMint {
    private static final BigInteger SIXTEEN_DIGITS = BigInteger.TEN.pow(16);
    private static final int KEY_BYTES = 32;
    private static final String HMAC = "HmacSHA256";

    private final SecretKeySpec key;

    /// @param key 32 bytes in hexadecimal
    CodeMint(@Value("${jiaozi.payment.code-key}") String key) {
        byte[] bytes = HexFormat.of().parseHex(key);
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("JIAOZI_CODE_KEY must have 32 bytes in hexadecimal");
        }
        this.key = new SecretKeySpec(bytes, HMAC);
    }

    PaymentCode code(IssuedCode.Id id) {
        var number = new BigInteger(1, hmac("code\n" + id.party() + "\n" + id.actId())).mod(SIXTEEN_DIGITS);
        return PaymentCode.ofNumber("%016d".formatted(number));
    }

    /// What is kept of a code; keyed, because there are too few codes for a plain hash to hide one.
    public String hash(String digits) {
        return HexFormat.of().formatHex(hmac("hash\n" + digits));
    }

    private byte[] hmac(String text) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

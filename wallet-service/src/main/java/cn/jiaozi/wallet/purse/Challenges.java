package cn.jiaozi.wallet.purse;

import cn.jiaozi.sdk.key.Octets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/// What a chip is asked to sign along, so that its statement is known to be younger than our question: the
/// seconds since 1970, and the beginning of a MAC over them and the purse. Nothing has to be remembered.
@Component
public class Challenges {
    private static final String MAC = "HmacSHA256";

    private final SecretKeySpec key;

    Challenges(PurseSettings settings) {
        this.key = new SecretKeySpec(HexFormat.of().parseHex(settings.challengeKey()), MAC);
    }

    Octets fresh(String purseId, Instant now) {
        return of(purseId, now.getEpochSecond());
    }

    /// Whether we have made it for this purse, at any time.
    public boolean isOurs(String purseId, Octets challenge) {
        byte[] bytes = challenge.bytes();
        return bytes.length == 2 * Long.BYTES
                && MessageDigest.isEqual(
                        bytes, of(purseId, ByteBuffer.wrap(bytes).getLong()).bytes());
    }

    private Octets of(String purseId, long seconds) {
        try {
            var mac = Mac.getInstance(MAC);
            mac.init(key);
            byte[] time = ByteBuffer.allocate(Long.BYTES).putLong(seconds).array();
            mac.update(time);
            byte[] code = mac.doFinal(purseId.getBytes(StandardCharsets.US_ASCII));
            return Octets.of(ByteBuffer.allocate(2 * Long.BYTES)
                    .put(time)
                    .put(Arrays.copyOf(code, Long.BYTES))
                    .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

package cn.jiaozi.sdk.signature;

import cn.jiaozi.sdk.key.SigningKey;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;

/// Signs requests with the key of a terminal or a device. No `alg` is said: RFC 9421 registers none for SM2, and the
/// registered key decides the algorithm in any case.
public final class RequestSigner {
    private static final int NONCE_BYTES = 16;

    private final SigningKey key;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public RequestSigner(SigningKey key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    /// The three headers to send along; each call makes a nonce of its own, so a retry is signed anew.
    public Map<String, String> sign(SignedMessage message) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        String parameters = "%s;created=%d;keyid=\"%s\";nonce=\"%s\";tag=\"%s\""
                .formatted(
                        message.components(),
                        clock.instant().getEpochSecond(),
                        key.id(),
                        Base64.getUrlEncoder().withoutPadding().encodeToString(nonce),
                        Form.TAG);
        return Form.headers(message.contentDigest(), parameters, message.base(parameters), key);
    }
}

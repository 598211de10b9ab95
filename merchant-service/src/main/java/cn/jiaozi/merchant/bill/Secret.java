package cn.jiaozi.merchant.bill;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/// What a download's address holds instead of a token: known to whoever was told, kept by nobody.
final class Secret {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;

    private Secret() {}

    static String make() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static String hash(String secret) {
        return Digest.hex(Digest.sha256().digest(secret.getBytes(StandardCharsets.US_ASCII)));
    }
}

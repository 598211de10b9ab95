package cn.jiaozi.wallet.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Argon2id (RFC 9106) of a PIN with a salt, the pepper as its secret and the wallet as associated data, written as
/// `argon2id$memoryKiB$passes$pepper id$salt$hash` in hexadecimal digits. A million PINs are soon tried, whatever one
/// try costs: it is the pepper, which is not in the database, that keeps them; the cost is for the day it gets out.
/// Who can write to the database cannot give another wallet his own PIN.
final class PinHash {
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int SALT = 16;
    private static final int LENGTH = 32;
    private static final int PEPPER_ID = 4;
    private static final HexFormat HEX = HexFormat.of();

    private final SecureRandom random = new SecureRandom();
    private final Map<String, byte[]> peppers = new HashMap<>();
    private final String current;

    PinHash(String pepper, List<String> retiredPeppers) {
        retiredPeppers.forEach(this::add);
        current = add(pepper);
    }

    String of(String walletId, String pin) {
        var salt = new byte[SALT];
        random.nextBytes(salt);
        return String.join(
                "$",
                "argon2id",
                Integer.toString(MEMORY_KIB),
                Integer.toString(PASSES),
                current,
                HEX.formatHex(salt),
                HEX.formatHex(hash(MEMORY_KIB, PASSES, current, salt, walletId, pin)));
    }

    boolean matches(String kept, String walletId, String pin) {
        var parts = kept.split("\\$", -1);
        if (parts.length != 6 || !parts[0].equals("argon2id")) {
            throw new IllegalStateException("what is kept of the PIN of " + walletId + " is not what was written");
        }
        var hash = hash(
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]),
                parts[3],
                HEX.parseHex(parts[4]),
                walletId,
                pin);
        return MessageDigest.isEqual(hash, HEX.parseHex(parts[5]));
    }

    private byte[] hash(int memoryKib, int passes, String pepperId, byte[] salt, String walletId, String pin) {
        var pepper = peppers.get(pepperId);
        if (pepper == null) {
            throw new IllegalStateException("a PIN was set under a pepper that is not configured");
        }
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(passes)
                .withParallelism(1)
                .withSalt(salt)
                .withSecret(pepper)
                .withAdditional(walletId.getBytes(UTF_8))
                .build());
        var out = new byte[LENGTH];
        generator.generateBytes(pin.getBytes(UTF_8), out);
        return out;
    }

    private String add(String hex) {
        var pepper = HEX.parseHex(hex);
        var digest = new SM3Digest();
        digest.update(pepper, 0, pepper.length);
        var hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        var id = HEX.formatHex(Arrays.copyOf(hash, PEPPER_ID));
        peppers.put(id, pepper);
        return id;
    }
}

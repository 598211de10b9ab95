package cn.jiaozi.wallet.kyc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/// SM4-GCM of one field: key id (4 bytes of the key's SM3), random nonce (12), text, tag (16). The key id lets a new
/// key write while former ones still read. The associated data binds the text to its wallet and field, so that nobody
/// with access to the database can move a value to another row.
final class FieldCipher {
    private static final int KEY_ID = 4;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final Map<Integer, byte[]> keys = new HashMap<>();
    private final int current;

    FieldCipher(String key, List<String> retiredKeys) {
        retiredKeys.forEach(this::add);
        current = add(key);
    }

    byte[] encrypt(String walletId, String field, String text) {
        var nonce = new byte[NONCE];
        random.nextBytes(nonce);
        var sealed = run(true, current, nonce, walletId, field, text.getBytes(UTF_8));
        return ByteBuffer.allocate(KEY_ID + NONCE + sealed.length)
                .putInt(current)
                .put(nonce)
                .put(sealed)
                .array();
    }

    String decrypt(String walletId, String field, byte[] stored) {
        int key = ByteBuffer.wrap(stored).getInt();
        var nonce = Arrays.copyOfRange(stored, KEY_ID, KEY_ID + NONCE);
        var sealed = Arrays.copyOfRange(stored, KEY_ID + NONCE, stored.length);
        return new String(run(false, key, nonce, walletId, field, sealed), UTF_8);
    }

    private int add(String hex) {
        var key = HexFormat.of().parseHex(hex);
        var digest = new SM3Digest();
        digest.update(key, 0, key.length);
        var hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        int id = ByteBuffer.wrap(hash).getInt();
        keys.put(id, key);
        return id;
    }

    private byte[] run(boolean encrypt, int keyId, byte[] nonce, String walletId, String field, byte[] in) {
        var key = keys.get(keyId);
        if (key == null) {
            throw new IllegalStateException("a field was encrypted with a key that is not configured");
        }
        var cipher = GCMBlockCipher.newInstance(new SM4Engine());
        var bound = (walletId + "/" + field).getBytes(UTF_8);
        cipher.init(encrypt, new AEADParameters(new KeyParameter(key), TAG_BITS, nonce, bound));
        var out = new byte[cipher.getOutputSize(in.length)];
        try {
            int length = cipher.processBytes(in, 0, in.length, out, 0);
            cipher.doFinal(out, length);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("a field of " + walletId + " is not what was written", e);
        }
        return out;
    }
}

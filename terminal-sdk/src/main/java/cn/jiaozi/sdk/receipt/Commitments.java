package cn.jiaozi.sdk.receipt;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/// How an entry names a person's data without telling it: SM3(0x02 || key || UTF-8 of the value), under a key of
/// its own for each field, HMAC-SM3(secret of the block, `<height> <field>`). Whoever is told value and key
/// ([Opening]) can check them; without the key a guess cannot be checked. When a block's secret is deleted, what
/// it hides is gone.
///
/// As little safe for use by several threads as its [Secret].
public final class Commitments {
    /// The field of the entry's id.
    public static final String ID = "id";

    private final Secret secret;
    private final long height;

    /// @param height of the entry
    public Commitments(Secret secret, long height) {
        this.secret = secret;
        this.height = height;
    }

    /// The field of the address that a leg debits.
    ///
    /// @param leg its number, from 1
    public static String debit(int leg) {
        return "leg." + leg + ".debit";
    }

    /// The field of the address that a leg credits.
    ///
    /// @param leg its number, from 1
    public static String credit(int leg) {
        return "leg." + leg + ".credit";
    }

    public Hash key(String field) {
        return secret.key(height + " " + field);
    }

    public Hash commit(String field, String value) {
        return commitment(key(field), value);
    }

    public Opening open(String field, String value) {
        return new Opening(field, key(field), value);
    }

    static Hash commitment(Hash key, String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        var digest = new SM3Digest();
        digest.update((byte) 2);
        key.into(digest);
        digest.update(utf8, 0, utf8.length);
        return Hash.ended(digest);
    }

    /// The secret of a block, made ready once for all entries. **Not** for use by several threads at a time.
    public static final class Secret {
        public static final int LENGTH = 32;

        private final HMac mac = new HMac(new SM3Digest());
        private final byte[] out = new byte[Hash.LENGTH];

        /// @param bytes 32, by a generator fit for keys; [IllegalArgumentException] for another number of them
        public Secret(byte[] bytes) {
            if (bytes.length != LENGTH) {
                throw new IllegalArgumentException("A secret has " + LENGTH + " bytes, not " + bytes.length);
            }
            mac.init(new KeyParameter(bytes));
        }

        private Hash key(String message) {
            byte[] ascii = message.getBytes(StandardCharsets.US_ASCII);
            mac.update(ascii, 0, ascii.length);
            mac.doFinal(out, 0);
            return Hash.of(out);
        }
    }
}

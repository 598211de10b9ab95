package cn.jiaozi.wallet.kyc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/// HMAC-SM3, so that equal identities are found without being readable or guessable from the database.
final class KeyedIndex {
    private final KeyParameter key;

    KeyedIndex(String hex) {
        key = new KeyParameter(HexFormat.of().parseHex(hex));
    }

    byte[] of(String text) {
        var mac = new HMac(new SM3Digest());
        mac.init(key);
        var bytes = text.getBytes(UTF_8);
        mac.update(bytes, 0, bytes.length);
        var hash = new byte[mac.getMacSize()];
        mac.doFinal(hash, 0);
        return hash;
    }
}

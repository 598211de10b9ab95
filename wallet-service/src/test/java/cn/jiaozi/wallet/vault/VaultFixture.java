package cn.jiaozi.wallet.vault;

import cn.jiaozi.chassis.Json;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.jwk.ECKey;
import java.util.Map;

/// Encrypts PINs as an app does.
public final class VaultFixture {
    private VaultFixture() {}

    public static String block(ECKey key, Map<String, ?> content) {
        return block(key, header(key).build(), Json.write(content));
    }

    static JWEHeader.Builder header(ECKey key) {
        return new JWEHeader.Builder(JWEAlgorithm.ECDH_ES, EncryptionMethod.A256GCM).keyID(thumbprint(key));
    }

    static String block(ECKey key, JWEHeader header, String content) {
        var block = new JWEObject(header, new Payload(content));
        try {
            block.encrypt(new ECDHEncrypter(key.toPublicJWK()));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return block.serialize();
    }

    static String thumbprint(ECKey key) {
        try {
            return key.computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}

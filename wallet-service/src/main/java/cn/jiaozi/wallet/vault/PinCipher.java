package cn.jiaozi.wallet.vault;

import cn.jiaozi.chassis.Json;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import java.text.ParseException;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/// Opens what apps have encrypted: one algorithm, one key, nothing that the sender may choose.
final class PinCipher {
    private final ECKey key;
    private final String keyId;

    PinCipher(String jwk) {
        try {
            key = ECKey.parse(jwk);
            keyId = key.computeThumbprint().toString();
        } catch (ParseException | JOSEException e) {
            throw new IllegalArgumentException("The key of PINs is not a JWK", e);
        }
        if (!key.isPrivate() || !Curve.P_256.equals(key.getCurve())) {
            throw new IllegalArgumentException("The key of PINs is not a private one on P-256");
        }
    }

    PinKey publicKey() {
        return new PinKey(
                "EC",
                key.getCurve().getName(),
                key.getX().toString(),
                key.getY().toString(),
                "enc",
                JWEAlgorithm.ECDH_ES.getName(),
                keyId);
    }

    Optional<PinContent> open(PinBlock block) {
        try {
            var jwe = JWEObject.parse(block.jwe());
            if (!isOurs(jwe.getHeader())) {
                return Optional.empty();
            }
            jwe.decrypt(new ECDHDecrypter(key));
            return Optional.of(Json.read(jwe.getPayload().toString(), PinContent.class))
                    .filter(content -> content.isFor(block.act()));
        } catch (ParseException | JOSEException | JacksonException unreadable) {
            return Optional.empty();
        }
    }

    private boolean isOurs(JWEHeader header) {
        return JWEAlgorithm.ECDH_ES.equals(header.getAlgorithm())
                && EncryptionMethod.A256GCM.equals(header.getEncryptionMethod())
                && header.getCompressionAlgorithm() == null
                && keyId.equals(header.getKeyID());
    }
}

package cn.jiaozi.sdk.key;

import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMParser;

/// A public key that signatures are checked with.
///
/// @param encoded SubjectPublicKeyInfo (RFC 5280), DER in base64
/// @param id      thumbprint: base64url of the SHA-256 of the DER, without padding
public record VerifyingKey(Curve curve, String encoded, String id, PublicKey key) {
    static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    private static final int PEM_LINE = 64;

    /// Throws [IllegalArgumentException] for anything but a point on one of the curves. A compressed point is written
    /// out, so that a key has one id.
    public static VerifyingKey of(String encoded) {
        try {
            return of(SubjectPublicKeyInfo.getInstance(Base64.getDecoder().decode(encoded)));
        } catch (ClassCastException e) {
            throw new IllegalArgumentException("is not a SubjectPublicKeyInfo", e);
        }
    }

    /// A public key in PEM (`PUBLIC KEY`), as [#pem()] and OpenSSL write it; otherwise as `of`.
    public static VerifyingKey ofPem(String pem) {
        try (var parser = new PEMParser(new StringReader(pem))) {
            if (parser.readObject() instanceof SubjectPublicKeyInfo info) {
                return of(info);
            }
        } catch (IOException | IllegalStateException e) {
            throw new IllegalArgumentException("is not a public key in PEM", e);
        }
        throw new IllegalArgumentException("is not a public key in PEM");
    }

    static VerifyingKey of(SubjectPublicKeyInfo info) {
        try {
            var algorithm = info.getAlgorithm();
            if (!X9ObjectIdentifiers.id_ecPublicKey.equals(algorithm.getAlgorithm())
                    || !(algorithm.getParameters() instanceof ASN1ObjectIdentifier named)) {
                throw new IllegalArgumentException("is not a key on a named curve");
            }
            var curve = Arrays.stream(Curve.values())
                    .filter(known -> known.oid().equals(named))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("is on another curve than P-256 or SM2"));
            byte[] der = info.getEncoded("DER");
            // The provider refuses a point that is not on the curve.
            var key = KeyFactory.getInstance("EC", PROVIDER).generatePublic(new X509EncodedKeySpec(der));
            byte[] canonical = key.getEncoded();
            var thumbprint = MessageDigest.getInstance("SHA-256").digest(canonical);
            return new VerifyingKey(
                    curve,
                    Base64.getEncoder().encodeToString(canonical),
                    Base64.getUrlEncoder().withoutPadding().encodeToString(thumbprint),
                    key);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("is not a point on its curve", e);
        }
    }

    /// SubjectPublicKeyInfo in PEM (RFC 7468), as OpenSSL reads it.
    public String pem() {
        var text = new StringBuilder("-----BEGIN PUBLIC KEY-----\n");
        for (int at = 0; at < encoded.length(); at += PEM_LINE) {
            text.append(encoded, at, Math.min(encoded.length(), at + PEM_LINE)).append('\n');
        }
        return text.append("-----END PUBLIC KEY-----\n").toString();
    }

    /// Whether the signature (ASN.1 DER of r and s) is this key's over the message.
    public boolean verifies(byte[] message, byte[] signature) {
        try {
            var check = Signature.getInstance(curve.signature(), PROVIDER);
            check.initVerify(key);
            check.update(message);
            return check.verify(signature);
        } catch (SignatureException malformed) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

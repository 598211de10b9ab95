package cn.jiaozi.sdk.key;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.DSADigestSigner;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.jce.interfaces.ECPrivateKey;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/// A key pair whose private half is in memory.
public final class SigningKey implements Signer {
    /// Shared by all keys, and with them the tables of their base points.
    private static final ECDomainParameters P256 = new ECDomainParameters(CustomNamedCurves.getByName("secp256r1"));

    private static final ECDomainParameters SM2 = new ECDomainParameters(CustomNamedCurves.getByName("sm2p256v1"));

    private final KeyPair pair;
    private final VerifyingKey verifying;
    private final ECPrivateKeyParameters secret;

    private SigningKey(KeyPair pair) {
        this.pair = pair;
        this.verifying = VerifyingKey.of(
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        this.secret = new ECPrivateKeyParameters(
                ((ECPrivateKey) pair.getPrivate()).getD(), verifying.curve() == Curve.SM2 ? SM2 : P256);
    }

    public static SigningKey generate(Curve curve) {
        try {
            var generator = KeyPairGenerator.getInstance("EC", VerifyingKey.PROVIDER);
            generator.initialize(new ECGenParameterSpec(curve == Curve.SM2 ? "sm2p256v1" : "secp256r1"));
            return new SigningKey(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A private key in PEM as OpenSSL writes it: PKCS #8 (`PRIVATE KEY`) or, as [#pem()] does, SEC 1
    /// (`EC PRIVATE KEY`). The public half is computed where it is not there.
    public static SigningKey ofPem(String pem) {
        try (var parser = new PEMParser(new StringReader(pem))) {
            for (Object found = parser.readObject(); found != null; found = parser.readObject()) {
                if (found instanceof PEMKeyPair pair) {
                    return of(pair.getPrivateKeyInfo());
                }
                if (found instanceof PrivateKeyInfo key) {
                    return of(key);
                }
            }
            throw new IllegalArgumentException("There is no private key in PEM");
        } catch (IOException | GeneralSecurityException | IllegalStateException e) {
            throw new IllegalArgumentException("The PEM key cannot be read", e);
        }
    }

    private static SigningKey of(PrivateKeyInfo info) throws IOException, GeneralSecurityException {
        var factory = KeyFactory.getInstance("EC", VerifyingKey.PROVIDER);
        if (!(factory.generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded())) instanceof ECPrivateKey key)) {
            throw new IllegalArgumentException("The private key is not one of an elliptic curve");
        }
        var point = new FixedPointCombMultiplier().multiply(key.getParameters().getG(), key.getD());
        var encoded = new SubjectPublicKeyInfo(
                info.getPrivateKeyAlgorithm(), point.normalize().getEncoded(false));
        var publicKey = factory.generatePublic(new X509EncodedKeySpec(encoded.getEncoded()));
        return new SigningKey(new KeyPair(publicKey, key));
    }

    /// The private half as PKCS #8, DER in base64 on one line: how a setting holds it.
    public String encoded() {
        return Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
    }

    /// Reads [#encoded()].
    public static SigningKey of(String encoded) {
        return ofPem("-----BEGIN PRIVATE KEY-----\n" + encoded + "\n-----END PRIVATE KEY-----\n");
    }

    public String pem() {
        return pem(pair.getPrivate());
    }

    @Override
    public VerifyingKey verifying() {
        return verifying;
    }

    public String id() {
        return verifying.id();
    }

    /// With a signer of the library beneath its provider: the provider's would compute the table of the curve's base
    /// point anew for each signature, which takes longer than the signature.
    @Override
    public byte[] sign(byte[] message) {
        try {
            var signer =
                    switch (verifying.curve()) {
                        case P256 -> new DSADigestSigner(new ECDSASigner(), new SHA256Digest());
                        case SM2 -> new SM2Signer();
                    };
            signer.init(true, secret);
            signer.update(message, 0, message.length);
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A certification request in PEM, for the registration of the public half.
    ///
    /// @param commonName the serial number of the terminal or a name of the device
    public String request(String commonName) {
        try {
            var signer = new JcaContentSignerBuilder(verifying.curve().signature())
                    .setProvider(VerifyingKey.PROVIDER)
                    .build(pair.getPrivate());
            return pem(new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=" + commonName), pair.getPublic())
                    .build(signer));
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(Object object) {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }
}

package cn.jiaozi.sdk.key;

import java.io.IOException;
import java.io.StringReader;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.util.encoders.DecoderException;

/// A certification request (PKCS #10, RFC 2986): a public key with the proof that whoever sends it holds the private
/// half. OpenSSL makes one with `openssl req -new`.
public final class KeyRequest {
    private static final int LONGEST = 4_096;

    private KeyRequest() {}

    /// The key of a request in PEM whose signature is right; [IllegalArgumentException] says what is wrong otherwise.
    public static VerifyingKey proven(String pem) {
        if (pem.length() > LONGEST) {
            throw new IllegalArgumentException("is too long for a certification request");
        }
        try (var parser = new PEMParser(new StringReader(pem))) {
            if (!(parser.readObject() instanceof PKCS10CertificationRequest request)) {
                throw new IllegalArgumentException("is not a PEM certification request (PKCS #10)");
            }
            var key = VerifyingKey.of(request.getSubjectPublicKeyInfo());
            // The curve decides the algorithm, here as everywhere.
            if (!request.getSignatureAlgorithm()
                    .getAlgorithm()
                    .equals(key.curve().signatureOid())) {
                throw new IllegalArgumentException("is not signed with the algorithm of its curve");
            }
            var verifier = new JcaContentVerifierProviderBuilder()
                    .setProvider(VerifyingKey.PROVIDER)
                    .build(key.key());
            if (!request.isSignatureValid(verifier)) {
                throw new IllegalArgumentException("is not signed by the key that it names");
            }
            return key;
        } catch (IOException | PKCSException | OperatorCreationException | DecoderException e) {
            throw new IllegalArgumentException("is not a PEM certification request (PKCS #10)", e);
        }
    }
}

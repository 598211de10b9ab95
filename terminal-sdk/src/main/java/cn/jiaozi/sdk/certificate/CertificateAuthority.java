package cn.jiaozi.sdk.certificate;

import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.Signer;
import cn.jiaozi.sdk.key.VerifyingKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.random.RandomGenerator;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509ExtensionUtils;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;
import org.bouncycastle.operator.ContentSigner;

/// Issues certificates. Its key may lie in an HSM: all that is needed of it is a [Signer].
public final class CertificateAuthority {
    private static final X509ExtensionUtils IDENTIFIERS = new BcX509ExtensionUtils();

    private final Certificate certificate;
    private final Signer key;
    private final RandomGenerator random;

    /// @param random for serial numbers: a [java.security.SecureRandom], tests aside
    public CertificateAuthority(Certificate certificate, Signer key, RandomGenerator random) {
        if (!certificate.role().isAuthority()
                || !certificate.key().id().equals(key.verifying().id())) {
            throw new IllegalArgumentException("The key is not that of this authority's certificate");
        }
        this.certificate = certificate;
        this.key = key;
        this.random = random;
    }

    /// A root, which certifies itself.
    public static CertificateAuthority root(
            String subject, Signer key, Instant notBefore, Duration validity, RandomGenerator random) {
        var certificate = issue(
                new Issuer(subject, subject, key),
                subject,
                subject,
                CertificateRole.ROOT,
                key.verifying(),
                notBefore,
                validity,
                random);
        return new CertificateAuthority(certificate, key, random);
    }

    public Certificate certificate() {
        return certificate;
    }

    /// Certifies a key that its holder has proven to hold ([cn.jiaozi.sdk.key.KeyRequest]), from a time on,
    /// to the second.
    ///
    /// @param operator code of the operator that answers for the holder; an operator certifies for itself alone
    public Certificate issue(
            CertificateRole role,
            String subject,
            String operator,
            VerifyingKey holder,
            Instant notBefore,
            Duration validity) {
        if (!certificate.role().certifies(role)) {
            throw new IllegalArgumentException(certificate.role() + " does not certify " + role);
        }
        if (certificate.role() == CertificateRole.OPERATOR && !operator.equals(certificate.operator())) {
            throw new IllegalArgumentException("An operator certifies for itself alone");
        }
        var issuer = new Issuer(certificate.subject(), certificate.operator(), key);
        return issue(issuer, subject, operator, role, holder, notBefore, validity, random);
    }

    private record Issuer(String subject, String operator, Signer key) {}

    private static Certificate issue(
            Issuer issuer,
            String subject,
            String operator,
            CertificateRole role,
            VerifyingKey holder,
            Instant notBefore,
            Duration validity,
            RandomGenerator random) {
        if (holder.curve() != Curve.SM2) {
            throw new IllegalArgumentException("is not a key on the curve SM2");
        }
        var from = notBefore.truncatedTo(ChronoUnit.SECONDS);
        try {
            var builder = new X509v3CertificateBuilder(
                    name(issuer.subject(), issuer.operator()),
                    serial(random),
                    Date.from(from),
                    Date.from(from.plus(validity)),
                    name(subject, operator),
                    publicKey(holder));
            if (role.isAuthority()) {
                int below = role == CertificateRole.ROOT ? 1 : 0;
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(below));
            }
            int usage = role.isAuthority() ? KeyUsage.keyCertSign : KeyUsage.digitalSignature;
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(role.purpose()));
            if (role.isAuthority()) {
                builder.addExtension(
                        Extension.subjectKeyIdentifier,
                        false,
                        IDENTIFIERS.createSubjectKeyIdentifier(publicKey(holder)));
            }
            if (role != CertificateRole.ROOT) {
                var authority = publicKey(issuer.key().verifying());
                builder.addExtension(
                        Extension.authorityKeyIdentifier, false, IDENTIFIERS.createAuthorityKeyIdentifier(authority));
            }
            return Certificate.of(builder.build(new Signing(issuer.key())).getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SubjectPublicKeyInfo publicKey(VerifyingKey key) {
        return SubjectPublicKeyInfo.getInstance(key.key().getEncoded());
    }

    private static X500Name name(String subject, String operator) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, operator)
                .addRDN(BCStyle.CN, subject)
                .build();
    }

    private static BigInteger serial(RandomGenerator random) {
        byte[] bytes = new byte[Certificate.SERIAL];
        random.nextBytes(bytes);
        // Positive, and never of less than sixteen bytes.
        bytes[0] = (byte) ((bytes[0] & 0x3f) | 0x40);
        return new BigInteger(bytes);
    }

    /// What the builder signs with.
    private static final class Signing implements ContentSigner {
        private final Signer key;
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();

        Signing(Signer key) {
            this.key = key;
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return new AlgorithmIdentifier(GMObjectIdentifiers.sm2sign_with_sm3);
        }

        @Override
        public OutputStream getOutputStream() {
            return message;
        }

        @Override
        public byte[] getSignature() {
            return key.sign(message.toByteArray());
        }
    }
}

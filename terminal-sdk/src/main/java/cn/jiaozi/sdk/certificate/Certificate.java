package cn.jiaozi.sdk.certificate;

import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.key.VerifyingKey;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.util.BigIntegers;
import org.jspecify.annotations.Nullable;

/// A certificate of ours: X.509 version 3, an SM2 key, signed with SM2 and SM3, nothing in it but what is
/// written here.
///
/// Subject and issuer are `CN=<id>, O=<operator>`. Key usage is keyCertSign for an authority and
/// digitalSignature for others; basic constraints are there, critical, for an authority; the one extended key
/// usage is the role. Key identifiers are those that RFC 5280 asks for.
public final class Certificate {
    /// No certificate is longer.
    public static final int LONGEST = 1_024;
    /// Bytes of a serial number, the first bit of which is never set.
    public static final int SERIAL = 16;

    private final Octets der;
    private final Octets serial;
    private final CertificateRole role;
    private final String subject;
    private final String operator;
    private final String issuer;
    private final VerifyingKey key;
    private final Instant notBefore;
    private final Instant notAfter;
    private final Octets signed;
    private final Octets signature;

    private Certificate(X509CertificateHolder holder, Octets der) throws IOException {
        this.der = der;
        this.serial = serial(holder.getSerialNumber());
        this.role = role(holder);
        this.subject = name(holder.getSubject(), BCStyle.CN);
        this.operator = name(holder.getSubject(), BCStyle.O);
        this.issuer = name(holder.getIssuer(), BCStyle.CN);
        this.key = VerifyingKey.of(Base64.getEncoder()
                .encodeToString(holder.getSubjectPublicKeyInfo().getEncoded("DER")));
        this.notBefore = holder.getNotBefore().toInstant();
        this.notAfter = holder.getNotAfter().toInstant();
        this.signed = Octets.of(holder.toASN1Structure().getTBSCertificate().getEncoded("DER"));
        this.signature = Octets.of(holder.getSignature());
        require(holder.getVersionNumber() == 3, "is not of version 3");
        require(key.curve() == Curve.SM2, "has a key on another curve than SM2");
        require(
                holder.getSignatureAlgorithm().getAlgorithm().equals(GMObjectIdentifiers.sm2sign_with_sm3),
                "is not signed with SM2 and SM3");
        require(notBefore.isBefore(notAfter), "is valid at no time");
        requireUsage(holder);
    }

    /// Throws [IllegalArgumentException] that says what is not as it must be. Whether it is to be believed,
    /// [Trust] says.
    public static Certificate of(byte[] der) {
        require(der.length <= LONGEST, "is longer than " + LONGEST + " bytes");
        try {
            var holder = new X509CertificateHolder(der);
            require(Arrays.equals(holder.toASN1Structure().getEncoded("DER"), der), "is not in DER");
            return new Certificate(holder, Octets.of(der));
        } catch (IOException | ClassCastException | IllegalStateException e) {
            throw new IllegalArgumentException("is not an X.509 certificate", e);
        }
    }

    /// Reads [#encoded()]; otherwise as for bytes.
    public static Certificate of(String encoded) {
        return of(Base64.getDecoder().decode(encoded));
    }

    /// The first one in the text.
    public static Certificate ofPem(String pem) {
        try (var parser = new PEMParser(new StringReader(pem))) {
            if (parser.readObject() instanceof X509CertificateHolder holder) {
                return of(holder.getEncoded());
            }
        } catch (IOException | IllegalStateException e) {
            throw new IllegalArgumentException("is not a certificate in PEM", e);
        }
        throw new IllegalArgumentException("is not a certificate in PEM");
    }

    /// Of the authority that has issued it, unique there.
    public Octets serial() {
        return serial;
    }

    public CertificateRole role() {
        return role;
    }

    /// Who holds the key: a purse, a terminal, an operator.
    public String subject() {
        return subject;
    }

    /// Code of the operator (运营机构) that answers for the holder.
    public String operator() {
        return operator;
    }

    /// Subject of the authority that has issued it.
    public String issuer() {
        return issuer;
    }

    public VerifyingKey key() {
        return key;
    }

    public Instant notBefore() {
        return notBefore;
    }

    /// The last second of its validity.
    public Instant notAfter() {
        return notAfter;
    }

    public boolean isValidAt(Instant time) {
        return !time.isBefore(notBefore) && !time.isAfter(notAfter);
    }

    public Octets der() {
        return der;
    }

    /// DER in base64, on one line: how a setting or a message holds it.
    public String encoded() {
        return Base64.getEncoder().encodeToString(der.bytes());
    }

    public String pem() {
        var mime = Base64.getMimeEncoder(64, new byte[] {'\n'});
        return "-----BEGIN CERTIFICATE-----\n" + mime.encodeToString(der.bytes()) + "\n-----END CERTIFICATE-----\n";
    }

    boolean isSignedBy(Certificate authority) {
        return issuer.equals(authority.subject()) && authority.key().verifies(signed.bytes(), signature.bytes());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Certificate certificate && der.equals(certificate.der);
    }

    @Override
    public int hashCode() {
        return der.hashCode();
    }

    @Override
    public String toString() {
        return role + " " + subject + " " + serial;
    }

    private void requireUsage(X509CertificateHolder holder) {
        int usage = role.isAuthority() ? KeyUsage.keyCertSign : KeyUsage.digitalSignature;
        require(
                Optional.ofNullable(KeyUsage.fromExtensions(holder.getExtensions()))
                        .filter(found -> found.equals(new KeyUsage(usage)))
                        .isPresent(),
                "has another key usage than its role");
        var constraints = holder.getExtension(Extension.basicConstraints);
        boolean certifies = constraints != null
                && constraints.isCritical()
                && BasicConstraints.getInstance(constraints.getParsedValue()).isCA();
        require(certifies == role.isAuthority(), "has other basic constraints than its role");
        require(
                Set.of(holder.getExtensions().getExtensionOIDs()).equals(role.extensions()),
                "has other extensions than its role");
    }

    private static CertificateRole role(X509CertificateHolder holder) {
        var usage = ExtendedKeyUsage.fromExtensions(Optional.ofNullable(holder.getExtensions())
                .orElseThrow(() -> new IllegalArgumentException("has no extensions")));
        return Arrays.stream(CertificateRole.values())
                .filter(known -> usage != null && usage.size() == 1 && usage.hasKeyPurposeId(known.purpose()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("has no extended key usage that is known"));
    }

    private static String name(X500Name name, org.bouncycastle.asn1.ASN1ObjectIdentifier attribute) {
        var values = name.getRDNs(attribute);
        require(name.size() == 2 && values.length == 1, "has a name that is not CN and O");
        String value = values[0].getFirst().getValue().toString();
        require(value.matches("[0-9A-Za-z .-]{1,32}"), "has a name with other characters than [0-9A-Za-z .-]");
        return value;
    }

    private static Octets serial(BigInteger number) {
        require(number.signum() > 0 && number.bitLength() < 8 * SERIAL, "has a serial number of another length");
        return Octets.of(BigIntegers.asUnsignedByteArray(SERIAL, number));
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}

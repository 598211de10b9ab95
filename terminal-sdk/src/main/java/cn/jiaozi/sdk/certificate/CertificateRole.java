package cn.jiaozi.sdk.certificate;

import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/// What the holder of a certificate may sign. In the certificate it is the one extended key usage (RFC 5280,
/// 4.2.1.12).
public enum CertificateRole {
    /// An authority that certifies operators and nothing else.
    ROOT(1),
    /// The authority of an operator (运营机构): certifies the roles below.
    OPERATOR(2),
    /// Signs for the bank: orders to chips, receipts, revocation lists.
    SIGNATORY(3),
    /// The chip of a purse: pays, and takes payments.
    PURSE(4),
    /// A till (受理终端): takes payments.
    TERMINAL(5);

    /// Our own arc (ITU-T X.667), out of a UUID.
    private static final String ARC = "2.25.136094271839175230664501379284451960137.";

    private final int number;

    CertificateRole(int number) {
        this.number = number;
    }

    KeyPurposeId purpose() {
        return KeyPurposeId.getInstance(new ASN1ObjectIdentifier(ARC + number));
    }

    Set<ASN1ObjectIdentifier> extensions() {
        return switch (this) {
            case ROOT ->
                Set.of(
                        Extension.basicConstraints,
                        Extension.keyUsage,
                        Extension.extendedKeyUsage,
                        Extension.subjectKeyIdentifier);
            case OPERATOR ->
                Set.of(
                        Extension.basicConstraints,
                        Extension.keyUsage,
                        Extension.extendedKeyUsage,
                        Extension.subjectKeyIdentifier,
                        Extension.authorityKeyIdentifier);
            case SIGNATORY, PURSE, TERMINAL ->
                Set.of(Extension.keyUsage, Extension.extendedKeyUsage, Extension.authorityKeyIdentifier);
        };
    }

    boolean isAuthority() {
        return this == ROOT || this == OPERATOR;
    }

    /// Whether its holder may certify another one.
    boolean certifies(CertificateRole other) {
        return switch (this) {
            case ROOT -> other == OPERATOR;
            case OPERATOR -> !other.isAuthority();
            case SIGNATORY, PURSE, TERMINAL -> false;
        };
    }
}

package cn.jiaozi.sdk.key;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// The curves that are accepted. The curve of a registered key decides the algorithm of its signatures.
public enum Curve {
    /// ECDSA on P-256 with SHA-256 (FIPS 186-5).
    P256(X9ObjectIdentifiers.prime256v1, X9ObjectIdentifiers.ecdsa_with_SHA256, "SHA256withECDSA"),
    /// SM2 with SM3 (GB/T 32918, GB/T 32905), with the default identity 1234567812345678.
    SM2(GMObjectIdentifiers.sm2p256v1, GMObjectIdentifiers.sm2sign_with_sm3, "SM3withSM2");

    private final String oid;
    private final String signatureOid;
    private final String signature;

    Curve(ASN1ObjectIdentifier oid, ASN1ObjectIdentifier signatureOid, String signature) {
        this.oid = oid.getId();
        this.signatureOid = signatureOid.getId();
        this.signature = signature;
    }

    ASN1ObjectIdentifier oid() {
        return new ASN1ObjectIdentifier(oid);
    }

    /// How a certification request must name the algorithm.
    ASN1ObjectIdentifier signatureOid() {
        return new ASN1ObjectIdentifier(signatureOid);
    }

    /// The name under which the provider knows the signature algorithm.
    public String signature() {
        return signature;
    }
}

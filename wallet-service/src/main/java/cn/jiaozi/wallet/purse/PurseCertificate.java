package cn.jiaozi.wallet.purse;

import cn.jiaozi.contracts.PurseFact;
import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.key.VerifyingKey;
import java.time.Instant;

/// A certificate that a purse was given. Old ones stay known: what a chip signed before its renewal is still
/// to come.
///
/// @param certificateId the caller's id for the act that asked for it
/// @param publicKey     SubjectPublicKeyInfo, DER in base64
/// @param der           the certificate in base64
public record PurseCertificate(
        String serial,
        String purseId,
        String certificateId,
        String keyId,
        String publicKey,
        Instant notBefore,
        Instant notAfter,
        String der) {
    static PurseCertificate of(Certificate certificate, String certificateId) {
        return new PurseCertificate(
                certificate.serial().hex(),
                certificate.subject(),
                certificateId,
                certificate.key().id(),
                certificate.key().encoded(),
                certificate.notBefore(),
                certificate.notAfter(),
                certificate.encoded());
    }

    public VerifyingKey key() {
        return VerifyingKey.of(publicKey);
    }

    String pem() {
        return Certificate.of(der).pem();
    }

    PurseFact.Certificate fact() {
        return new PurseFact.Certificate(serial, publicKey, notBefore, notAfter);
    }
}

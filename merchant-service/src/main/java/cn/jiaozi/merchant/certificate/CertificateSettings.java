package cn.jiaozi.merchant.certificate;

import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.certificate.CertificateAuthority;
import cn.jiaozi.sdk.certificate.Trust;
import cn.jiaozi.sdk.key.SigningKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The authority that certifies terminals. What does not fit together is refused at the start, not at the
/// first till.
///
/// @param root                certificate that purses trust, DER in base64
/// @param operatorCertificate of the authority, under the root, DER in base64
/// @param operatorKey         of the authority, PKCS #8 in base64
/// @param validity            of a terminal's certificate
@ConfigurationProperties("jiaozi.terminal-certificate")
record CertificateSettings(
        String root,
        String operatorCertificate,
        String operatorKey,
        @DefaultValue("365d") Duration validity) {
    CertificateSettings {
        named("validity", () -> require(validity.isPositive(), "is not positive"));
        var trust = named("root", () -> new Trust(Certificate.of(root)));
        var operator = named("operator-certificate", () -> Certificate.of(operatorCertificate));
        named("operator-certificate", () -> require(trust.certifies(operator), "is not under the root"));
        named("operator-key", () -> new CertificateAuthority(operator, SigningKey.of(operatorKey), new SecureRandom()));
    }

    CertificateAuthority authority() {
        return new CertificateAuthority(
                Certificate.of(operatorCertificate), SigningKey.of(operatorKey), new SecureRandom());
    }

    Certificate rootCertificate() {
        return Certificate.of(root);
    }

    /// Keys are not for logs.
    @Override
    public String toString() {
        return "CertificateSettings";
    }

    private static boolean require(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalArgumentException(otherwise);
        }
        return true;
    }

    private static <T> T named(String setting, Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("jiaozi.terminal-certificate." + setting + ": " + e.getMessage(), e);
        }
    }
}

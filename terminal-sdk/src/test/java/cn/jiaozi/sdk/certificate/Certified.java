package cn.jiaozi.sdk.certificate;

import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/// A root, an operator, and who they have certified.
public final class Certified {
    public static final String OPERATOR = "002";
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    public static final Duration YEAR = Duration.ofDays(365);

    private final Random random = new Random(7);
    private final CertificateAuthority root = CertificateAuthority.root(
            "Test Root", SigningKey.generate(Curve.SM2), START, YEAR.multipliedBy(20), random);
    private final CertificateAuthority operator = operator(OPERATOR);

    /// Somebody with a key and a certificate.
    public record Holder(SigningKey key, Chain chain) {
        public Certificate certificate() {
            return chain.holder();
        }
    }

    public Trust trust() {
        return new Trust(root.certificate());
    }

    public CertificateAuthority root() {
        return root;
    }

    public CertificateAuthority operator() {
        return operator;
    }

    public CertificateAuthority operator(String code) {
        var key = SigningKey.generate(Curve.SM2);
        var certificate = root.issue(
                CertificateRole.OPERATOR, "Operator " + code, code, key.verifying(), START, YEAR.multipliedBy(5));
        return new CertificateAuthority(certificate, key, random);
    }

    public Holder holder(CertificateRole role, String subject) {
        return holder(role, subject, START, YEAR.multipliedBy(2));
    }

    public Holder holder(CertificateRole role, String subject, Instant from, Duration validity) {
        var key = SigningKey.generate(Curve.SM2);
        var certificate = operator.issue(role, subject, OPERATOR, key.verifying(), from, validity);
        return new Holder(key, new Chain(certificate, operator.certificate()));
    }
}

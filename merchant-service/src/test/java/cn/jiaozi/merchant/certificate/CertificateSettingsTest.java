package cn.jiaozi.merchant.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.certificate.CertificateAuthority;
import cn.jiaozi.sdk.certificate.CertificateRole;
import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class CertificateSettingsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);
    private static final String PREFIX = "jiaozi.terminal-certificate";

    private final Random random = new Random(1);
    private final CertificateAuthority root = root();
    private final SigningKey key = SigningKey.generate(Curve.SM2);
    private final Certificate operator = operator(root);

    private CertificateAuthority root() {
        return CertificateAuthority.root("Root", SigningKey.generate(Curve.SM2), START, YEAR, random);
    }

    private Certificate operator(CertificateAuthority under) {
        return under.issue(CertificateRole.OPERATOR, "Terminals", "002", key.verifying(), START, YEAR);
    }

    private CertificateSettings with(String setting, String value) {
        var all = new HashMap<>(Map.of(
                PREFIX + ".root", root.certificate().encoded(),
                PREFIX + ".operator-certificate", operator.encoded(),
                PREFIX + ".operator-key", key.encoded()));
        all.put(PREFIX + "." + setting, value);
        return new Binder(new MapConfigurationPropertySource(all)).bindOrCreate(PREFIX, CertificateSettings.class);
    }

    private void assertRefused(String setting, String value, String why) {
        assertThatThrownBy(() -> with(setting, value)).hasStackTraceContaining(PREFIX + "." + setting + ": " + why);
    }

    @Test
    void takesAnAuthorityUnderTheRootWithItsKey() {
        var settings = with("validity", "30d");

        assertThat(settings.authority().certificate()).isEqualTo(operator);
        assertThat(settings.rootCertificate()).isEqualTo(root.certificate());
        assertThat(settings.validity()).isEqualTo(Duration.ofDays(30));
        assertThat(settings).hasToString("CertificateSettings");
    }

    @Test
    void certifiesForAYearWhereNothingElseIsSaid() {
        assertThat(with("root", root.certificate().encoded()).validity()).isEqualTo(YEAR);
    }

    @Test
    void refusesWhatDoesNotFitTogether() {
        var otherKey = SigningKey.generate(Curve.SM2);

        assertRefused("operator-key", otherKey.encoded(), "The key is not that of this authority's certificate");
        assertRefused("operator-certificate", operator(root()).encoded(), "is not under the root");
        assertRefused("operator-certificate", root.certificate().encoded(), "is not under the root");
        assertRefused("root", operator.encoded(), "is not the certificate of a root");
    }

    @Test
    void refusesWhatCannotBeRead() {
        assertRefused("operator-key", "AAAA", "");
        assertRefused("operator-certificate", "!", "");
        assertRefused("root", "AAAA", "");
        assertRefused("validity", "0s", "is not positive");
    }
}

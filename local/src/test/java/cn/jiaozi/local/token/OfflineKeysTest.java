package cn.jiaozi.local.token;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.certificate.CertificateRole;
import cn.jiaozi.sdk.certificate.Chain;
import cn.jiaozi.sdk.certificate.Trust;
import cn.jiaozi.sdk.key.SigningKey;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfflineKeysTest {
    @TempDir
    Path folder = Path.of("unset");

    @Test
    void makesOneHierarchyAndKeepsIt() {
        var purses = new OfflineKeys(folder).ofPurses();
        var terminals = new OfflineKeys(folder).ofTerminals();
        var vouchers = new OfflineKeys(folder).ofVouchers();
        var trust = new Trust(certificate(purses, "JIAOZI_OFFLINE_ROOT"));

        assertThat(certificate(terminals, "JIAOZI_OFFLINE_ROOT")).isEqualTo(trust.root());
        assertThat(certificate(vouchers, "JIAOZI_OFFLINE_ROOT")).isEqualTo(trust.root());
        assertThat(trust.believes(
                        new Chain(
                                certificate(purses, "JIAOZI_WALLET_SIGNATORY"),
                                certificate(purses, "JIAOZI_PURSE_OPERATOR")),
                        Set.of(CertificateRole.SIGNATORY)))
                .isTrue();
        assertThat(trust.believes(
                        new Chain(
                                certificate(vouchers, "JIAOZI_PAYMENT_SIGNATORY"),
                                certificate(vouchers, "JIAOZI_PURSE_OPERATOR")),
                        Set.of(CertificateRole.SIGNATORY)))
                .isTrue();
        assertThat(certificate(terminals, "JIAOZI_TERMINAL_OPERATOR").key())
                .isEqualTo(SigningKey.of(value(terminals, "JIAOZI_TERMINAL_OPERATOR_KEY"))
                        .verifying())
                .isNotEqualTo(certificate(purses, "JIAOZI_PURSE_OPERATOR").key());
        assertThat(new OfflineKeys(folder).ofPurses()).isEqualTo(purses);
    }

    private static Certificate certificate(Map<String, String> variables, String name) {
        return Certificate.of(value(variables, name));
    }

    private static String value(Map<String, String> variables, String name) {
        return Objects.requireNonNull(variables.get(name), name);
    }
}

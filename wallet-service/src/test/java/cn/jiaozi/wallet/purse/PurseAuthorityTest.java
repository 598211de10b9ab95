package cn.jiaozi.wallet.purse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.sdk.certificate.Certificate;
import cn.jiaozi.sdk.certificate.CertificateAuthority;
import cn.jiaozi.sdk.certificate.CertificateRole;
import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.SigningKey;
import cn.jiaozi.wallet.WalletSettings;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PurseAuthorityTest {
    private static final Duration YEARS = Duration.ofDays(3_650);

    private final SigningKey operatorKey = SigningKey.generate(Curve.SM2);
    private final SigningKey signatoryKey = SigningKey.generate(Curve.SM2);
    private final CertificateAuthority root = root();
    private final CertificateAuthority operator = operator("002", operatorKey);
    private final Certificate signatory = signatory(operator);

    @Test
    void certifiesAndSignsWithKeysThatFitTogether() {
        var key = SigningKey.generate(Curve.SM2);
        var authority =
                authority(root, operator.certificate(), operatorKey.encoded(), signatory, signatoryKey.encoded());

        var certificate = authority.certify(PurseFixture.PURSE, key.verifying(), PurseFixture.NOW);

        assertThat(certificate.role()).isEqualTo(CertificateRole.PURSE);
        assertThat(certificate.notAfter()).isEqualTo(PurseFixture.NOW.plus(Duration.ofDays(730)));
    }

    @ParameterizedTest
    @CsvSource({
        "root, jiaozi.purse.signatory-certificate",
        "operator, jiaozi.purse.operator-certificate",
        "operatorKey, jiaozi.purse.operator-key",
        "signatory, jiaozi.purse.signatory-certificate",
        "signatoryKey, jiaozi.purse.signatory-key",
        "noKey, jiaozi.purse.operator-key",
    })
    void stopsTheStartAndNamesTheSettingThatDoesNotFit(String wrong, String setting) {
        var otherKey = SigningKey.generate(Curve.SM2);

        assertThatThrownBy(() -> authority(
                        wrong.equals("root") ? root() : root,
                        wrong.equals("operator") ? operator("003", operatorKey).certificate() : operator.certificate(),
                        wrong.equals("noKey") ? "x" : (wrong.equals("operatorKey") ? otherKey : operatorKey).encoded(),
                        wrong.equals("signatory") ? signatory(operator("002", otherKey)) : signatory,
                        (wrong.equals("signatoryKey") ? otherKey : signatoryKey).encoded()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(setting);
    }

    private static PurseAuthority authority(
            CertificateAuthority root,
            Certificate operator,
            String operatorKey,
            Certificate signatory,
            String signatoryKey) {
        return new PurseAuthority(
                new PurseSettings(
                        3,
                        Duration.ofDays(730),
                        root.certificate().encoded(),
                        operator.encoded(),
                        operatorKey,
                        signatory.encoded(),
                        signatoryKey,
                        "00".repeat(32)),
                new WalletSettings("002", "0001", Duration.ofSeconds(5)));
    }

    private static CertificateAuthority root() {
        return CertificateAuthority.root(
                "Test Root", SigningKey.generate(Curve.SM2), PurseFixture.NOW, YEARS, new Random(7));
    }

    private CertificateAuthority operator(String code, SigningKey key) {
        var certificate = root.issue(
                CertificateRole.OPERATOR, "Operator " + code, code, key.verifying(), PurseFixture.NOW, YEARS);
        return new CertificateAuthority(certificate, key, new Random(8));
    }

    private Certificate signatory(CertificateAuthority by) {
        return by.issue(
                CertificateRole.SIGNATORY, "Signatory", "002", signatoryKey.verifying(), PurseFixture.NOW, YEARS);
    }
}

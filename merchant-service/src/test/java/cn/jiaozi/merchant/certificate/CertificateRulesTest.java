package cn.jiaozi.merchant.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.Reason;
import cn.jiaozi.merchant.certificate.CertificateRules.Certifiable;
import cn.jiaozi.merchant.certificate.CertificateRules.Refused;
import cn.jiaozi.merchant.terminal.Terminal;
import cn.jiaozi.merchant.terminal.TerminalKey;
import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.SigningKey;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CertificateRulesTest {
    private static final Instant AT = Instant.parse("2026-11-29T08:00:00Z");
    private static final Terminal BOUND = Terminal.bound(
            "00000001",
            "002000100000018",
            "000001",
            "bind-01",
            new Terminal.Content("SN-0001", Terminal.Kind.POS, "Counter"),
            new Terminal.Bond("002", "91350100M000100Y43", Optional.of("0001")),
            AT);

    private static Terminal active(SigningKey key) {
        return BOUND.activated(new TerminalKey(key.id(), key.verifying().encoded(), "activate-01", AT));
    }

    @Test
    void certifiesTheKeyOfATerminalInService() {
        var key = SigningKey.generate(Curve.SM2);

        assertThat(CertificateRules.decide(active(key))).isEqualTo(new Certifiable(key.verifying()));
    }

    @Test
    void refusesATerminalBeforeAndAfterItsService() {
        var gone = active(SigningKey.generate(Curve.SM2)).deactivated(new Terminal.Deactivation("stolen", AT));

        assertThat(CertificateRules.decide(BOUND))
                .isEqualTo(new Refused(
                        Reason.TERMINAL_STATE_INVALID,
                        "Only a terminal that is ACTIVE is certified, this one is BOUND"));
        assertThat(CertificateRules.decide(gone))
                .isEqualTo(new Refused(
                        Reason.TERMINAL_STATE_INVALID,
                        "Only a terminal that is ACTIVE is certified, this one is DEACTIVATED"));
    }

    @Test
    void refusesAKeyThatNoChipKnowsTheCurveOf() {
        assertThat(CertificateRules.decide(active(SigningKey.generate(Curve.P256))))
                .isEqualTo(new Refused(
                        Reason.KEY_NOT_SM2,
                        "The terminal's key is on the curve P256; without a network it needs one on SM2"));
    }
}

package cn.jiaozi.merchant.certificate;

import cn.jiaozi.contracts.Reason;
import cn.jiaozi.merchant.terminal.Terminal;
import cn.jiaozi.merchant.terminal.TerminalKey;
import cn.jiaozi.merchant.terminal.TerminalState;
import cn.jiaozi.sdk.key.Curve;
import cn.jiaozi.sdk.key.VerifyingKey;

/// Whether a terminal may have a certificate: one that is in service, over the key that it signs its requests
/// with. Chips know SM2 alone.
final class CertificateRules {
    private CertificateRules() {}

    sealed interface Decision {}

    record Certifiable(VerifyingKey key) implements Decision {}

    record Refused(Reason reason, String detail) implements Decision {}

    static Decision decide(Terminal terminal) {
        if (terminal.state() != TerminalState.ACTIVE) {
            return new Refused(
                    Reason.TERMINAL_STATE_INVALID,
                    "Only a terminal that is ACTIVE is certified, this one is " + terminal.state());
        }
        var key =
                terminal.key().map(TerminalKey::publicKey).map(VerifyingKey::of).orElseThrow();
        return key.curve() == Curve.SM2
                ? new Certifiable(key)
                : new Refused(
                        Reason.KEY_NOT_SM2,
                        "The terminal's key is on the curve " + key.curve()
                                + "; without a network it needs one on SM2");
    }
}

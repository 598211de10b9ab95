package cn.jiaozi.merchant.certificate;

import cn.jiaozi.chassis.Act;
import java.time.Instant;

/// What a terminal shows a chip, as it is told and kept.
///
/// @param id          of the act, chosen by whoever asked for it
/// @param serial      of the certificate, 32 hexadecimal digits
/// @param certificate of the terminal's key, in PEM, as are those above it
record TerminalCertificate(
        String id,
        String terminalId,
        String keyId,
        String serial,
        String certificate,
        String operator,
        String root,
        Instant notBefore,
        Instant notAfter)
        implements Act {
    @Override
    public String actKey() {
        return "terminal-certificate:" + terminalId + "/" + id;
    }

    @Override
    public boolean finished() {
        return true;
    }
}

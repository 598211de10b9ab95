package cn.jiaozi.merchant.terminal;

import java.time.Instant;
import java.util.Optional;

/// Who did what to which terminal.
///
/// @param who   party of the caller; `anonymous` is a terminal that has no key yet
/// @param actId of the code, the activation or the certificate that it was about
public record AuditLine(
        String terminalId, What what, String who, Optional<String> actId, Optional<String> keyId, Instant at) {
    public enum What {
        BOUND,
        CODE_ISSUED,
        CODE_WRONG,
        /// The last of the wrong tries.
        CODE_LOCKED,
        ACTIVATED,
        DEACTIVATED,
        CERTIFIED,
        SUSPENDED,
        /// Taken back by an operator.
        REACTIVATED
    }
}

package cn.jiaozi.payment.code;

import cn.jiaozi.contracts.Reason;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A payment code as it is kept: its digits are known to whoever holds the key and to the device that shows them.
///
/// @param hash   of the digits, see [CodeMint]
/// @param usedBy the payment that has used it up
public record IssuedCode(
        String hash, Id id, String walletId, Instant issuedAt, Instant expiresAt, Optional<UUID> usedBy) {
    /// @param party to whom it was issued
    /// @param actId that the party chose
    public record Id(String party, String actId) {}

    enum State {
        ISSUED,
        USED,
        EXPIRED
    }

    State state(Instant now) {
        if (usedBy.isPresent()) {
            return State.USED;
        }
        return now.isBefore(expiresAt) ? State.ISSUED : State.EXPIRED;
    }

    /// Why nothing may be paid with it now, if so.
    public Optional<Reason> refusal(Instant now) {
        return switch (state(now)) {
            case ISSUED -> Optional.empty();
            case USED -> Optional.of(Reason.PAYMENT_CODE_USED);
            case EXPIRED -> Optional.of(Reason.PAYMENT_CODE_EXPIRED);
        };
    }

    public IssuedCode usedBy(UUID payment) {
        return new IssuedCode(hash, id, walletId, issuedAt, expiresAt, Optional.of(payment));
    }
}

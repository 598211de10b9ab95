package cn.jiaozi.wallet.pin;

import cn.jiaozi.wallet.vault.PinVault;
import java.time.Instant;
import java.util.Optional;

/// One try at a PIN, for one payment. It counts once, however often it is sent.
///
/// @param digest    SHA-256 of the block, in base64: tells a repeat from another try
/// @param counts    whether it is one of the wrong ones in a row
/// @param triesLeft after it, should it be wrong
record PinVerification(
        String walletId,
        String verificationId,
        String paymentId,
        String party,
        String digest,
        State state,
        boolean counts,
        int triesLeft,
        Instant triedAt,
        Optional<Instant> endedAt) {
    enum State {
        /// The vault is asked. Whoever sends the same again after a crash has it asked again.
        OPEN,
        RIGHT,
        WRONG,
        /// No try at all.
        UNREADABLE
    }

    /// What the vault said; the same for a repeat.
    PinVerification ended(PinVault.Verdict verdict, Instant now) {
        if (state != State.OPEN) {
            return this;
        }
        return switch (verdict) {
            case RIGHT -> with(State.RIGHT, false, now);
            case WRONG -> with(State.WRONG, counts, now);
            case UNREADABLE -> with(State.UNREADABLE, false, now);
        };
    }

    /// The first field in which another verification with this id differs, as a JSON pointer.
    Optional<String> difference(String otherPaymentId, String otherDigest) {
        if (!paymentId.equals(otherPaymentId)) {
            return Optional.of("/paymentId");
        }
        return digest.equals(otherDigest) ? Optional.empty() : Optional.of("/pinBlock");
    }

    private PinVerification with(State end, boolean nowCounts, Instant now) {
        return new PinVerification(
                walletId,
                verificationId,
                paymentId,
                party,
                digest,
                end,
                nowCounts,
                triesLeft,
                triedAt,
                Optional.of(now));
    }
}

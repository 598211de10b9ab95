package cn.jiaozi.wallet.pin;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Proofs as the service under test makes them.
public final class PinProofFixture {
    private static final String KEY = "8899aabbccddeeff00112233445566778899aabbccddeeff0011223344556677";

    private PinProofFixture() {}

    public static String proof(String party, String walletId, String actId) {
        var now = Instant.now();
        var right = new PinVerification(
                walletId,
                "verify-1",
                actId,
                party,
                "digest",
                PinVerification.State.RIGHT,
                false,
                5,
                now,
                Optional.of(now));
        return new PinProof(new PinSettings(KEY, Duration.ofSeconds(60), 5, Duration.ofHours(24))).of(right);
    }
}

package cn.jiaozi.wallet.purse;

import cn.jiaozi.contracts.PurseState;
import cn.jiaozi.sdk.key.SigningKey;
import java.time.Instant;
import java.util.Optional;

/// Purses for rule tests.
public final class PurseFixture {
    public static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");
    public static final String PURSE = "P7Q2M4X9K1B6T3D8";
    public static final String SERIAL = "4f0c5e1b7a2d4968b3c1f0e2d4a6b8c0";

    private PurseFixture() {}

    public static Purse aPurse(PurseState state) {
        boolean ended = state != PurseState.ACTIVE && state != PurseState.BLOCKED;
        return new Purse(
                PURSE,
                "0020000000000014",
                "alice",
                "002",
                "0001",
                Carrier.IC_CARD,
                state,
                "alice",
                "issue-1",
                NOW,
                state == PurseState.LOST ? Optional.of(NOW) : Optional.empty(),
                ended ? Optional.of(NOW) : Optional.empty(),
                Optional.empty(),
                1);
    }

    public static PurseCertificate certificateOf(SigningKey key) {
        return new PurseCertificate(
                SERIAL, PURSE, "issue-1", key.id(), key.verifying().encoded(), NOW, NOW.plusSeconds(86_400), "");
    }
}

package cn.jiaozi.wallet.purse;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.sdk.key.Octets;
import cn.jiaozi.sdk.voucher.Statement;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ChallengesTest {
    private static final String KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0";

    private final Challenges challenges = with(KEY);

    @Test
    void knowsItsOwnAgainForOnePurseWheneverItWasMade() {
        var challenge = challenges.fresh(PurseFixture.PURSE, PurseFixture.NOW);

        assertThat(challenge.length()).isEqualTo(Statement.CHALLENGE);
        assertThat(challenges.isOurs(PurseFixture.PURSE, challenge)).isTrue();
        assertThat(challenges.isOurs("P000000000000000", challenge)).isFalse();
        assertThat(challenges.fresh(PurseFixture.PURSE, PurseFixture.NOW.plusSeconds(1)))
                .isNotEqualTo(challenge);
        assertThat(with("00".repeat(32)).isOurs(PurseFixture.PURSE, challenge)).isFalse();
    }

    @Test
    void refusesWhatHasOneBitTurnedOrAnotherLength() {
        byte[] bytes = challenges.fresh(PurseFixture.PURSE, PurseFixture.NOW).bytes();
        for (int i = 0; i < bytes.length; i++) {
            byte[] turned = bytes.clone();
            turned[i] ^= 1;
            assertThat(challenges.isOurs(PurseFixture.PURSE, Octets.of(turned))).isFalse();
        }

        assertThat(challenges.isOurs(PurseFixture.PURSE, Octets.of(new byte[0])))
                .isFalse();
        assertThat(challenges.isOurs(PurseFixture.PURSE, Octets.of(Arrays.copyOf(bytes, 15))))
                .isFalse();
    }

    private static Challenges with(String key) {
        return new Challenges(new PurseSettings(3, Duration.ofDays(730), "r", "o", "k", "s", "k", key));
    }
}

package cn.jiaozi.wallet.pin;

import static cn.jiaozi.wallet.opening.OpeningFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.wallet.pin.PinVerification.State;
import cn.jiaozi.wallet.vault.PinVault.Verdict;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.MACVerifier;
import java.text.ParseException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PinVerificationTest {
    private static final String KEY = "04".repeat(32);

    @ParameterizedTest
    @CsvSource({
        "OPEN, RIGHT, RIGHT, false",
        "OPEN, WRONG, WRONG, true",
        "OPEN, UNREADABLE, UNREADABLE, false",
        "RIGHT, RIGHT, RIGHT, false",
        "RIGHT, WRONG, RIGHT, false",
        "RIGHT, UNREADABLE, RIGHT, false",
        "WRONG, RIGHT, WRONG, true",
        "WRONG, WRONG, WRONG, true",
        "WRONG, UNREADABLE, WRONG, true",
        "UNREADABLE, RIGHT, UNREADABLE, false",
        "UNREADABLE, WRONG, UNREADABLE, false",
        "UNREADABLE, UNREADABLE, UNREADABLE, false",
    })
    void endsOnceAndCountsWhenItWasWrong(State from, Verdict verdict, State to, boolean counts) {
        var after = verification(from).ended(verdict, NOW);

        assertThat(after.state()).isEqualTo(to);
        assertThat(after.counts()).isEqualTo(counts);
        assertThat(after.ended(Verdict.RIGHT, NOW.plusSeconds(1))).isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource({
        "payment-1, digest,",
        "payment-2, digest, /paymentId",
        "payment-1, other, /pinBlock",
        "payment-2, other, /paymentId",
    })
    void knowsOtherContent(String paymentId, String digest, @Nullable String pointer) {
        assertThat(verification(State.OPEN).difference(paymentId, digest)).isEqualTo(Optional.ofNullable(pointer));
    }

    @Test
    void isProvenForOnePaymentAndAMinute() throws ParseException, JOSEException {
        var proof = new PinProof(new PinSettings(KEY, Duration.ofSeconds(60), 5, Duration.ofHours(24)));
        var right = verification(State.OPEN).ended(Verdict.RIGHT, NOW.plusMillis(999));

        var token = JWSObject.parse(proof.of(right));

        assertThat(token.verify(new MACVerifier(HexFormat.of().parseHex(KEY)))).isTrue();
        assertThat(token.verify(new MACVerifier(new byte[32]))).isFalse();
        assertThat(token.getPayload().toJSONObject())
                .isEqualTo(Map.of(
                        "iss", "jiaozi-wallet",
                        "aud", "jiaozi-payment",
                        "sub", "alice",
                        "jti", "verify-1",
                        "walletId", "wallet-1",
                        "paymentId", "payment-1",
                        "iat", NOW.getEpochSecond(),
                        "exp", NOW.getEpochSecond() + 60));
        assertThat(proof.validUntil(NOW.plusMillis(999))).isEqualTo(NOW.plusSeconds(60));
        assertThat(proof.of(right)).isEqualTo(proof.of(right));
    }

    private static PinVerification verification(State state) {
        var open = new PinVerification(
                "wallet-1", "verify-1", "payment-1", "alice", "digest", State.OPEN, true, 4, NOW, Optional.empty());
        return switch (state) {
            case OPEN -> open;
            case RIGHT -> open.ended(Verdict.RIGHT, NOW);
            case WRONG -> open.ended(Verdict.WRONG, NOW);
            case UNREADABLE -> open.ended(Verdict.UNREADABLE, NOW);
        };
    }
}

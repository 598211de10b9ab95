package cn.jiaozi.payment.payment;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PinProofsTest {
    private static final Instant NOW = Instant.parse("2026-11-25T02:00:00Z");
    private static final String KEY = "1f".repeat(32);

    private final PinProofs proofs = new PinProofs(KEY, Clock.fixed(NOW, ZoneOffset.UTC));

    @ParameterizedTest
    @CsvSource({
        "jiaozi-wallet, jiaozi-payment, ann, w1, pay-1, 1, 1f, true",
        "jiaozi-wallet, jiaozi-payment, ann, w1, pay-1, 0, 1f, false",
        "jiaozi-gateway, jiaozi-payment, ann, w1, pay-1, 1, 1f, false",
        "jiaozi-wallet, jiaozi-wallet, ann, w1, pay-1, 1, 1f, false",
        "jiaozi-wallet, jiaozi-payment, bob, w1, pay-1, 1, 1f, false",
        "jiaozi-wallet, jiaozi-payment, ann, w2, pay-1, 1, 1f, false",
        "jiaozi-wallet, jiaozi-payment, ann, w1, pay-2, 1, 1f, false",
        "jiaozi-wallet, jiaozi-payment, ann, w1, pay-1, 1, 2f, false",
    })
    void showsOnePartysPinForOnePayment(
            String issuer,
            String audience,
            String party,
            String wallet,
            String payment,
            long left,
            String key,
            boolean shows)
            throws JOSEException {
        var token = new SignedJWT(
                new JWSHeader(JWSAlgorithm.HS256),
                new JWTClaimsSet.Builder()
                        .issuer(issuer)
                        .audience(audience)
                        .subject(party)
                        .claim("walletId", wallet)
                        .claim("paymentId", payment)
                        .expirationTime(Date.from(NOW.plusSeconds(left)))
                        .build());
        token.sign(new MACSigner(HexFormat.of().parseHex(key.repeat(32))));

        assertThat(proofs.shows(token.serialize(), "ann", "w1", "pay-1")).isEqualTo(shows);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a.b.c", "eyJhbGciOiJub25lIn0.e30."})
    void believesNothingElse(String text) {
        assertThat(proofs.shows(text, "ann", "w1", "pay-1")).isFalse();
    }
}

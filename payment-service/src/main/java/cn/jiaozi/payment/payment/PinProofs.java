package cn.jiaozi.payment.payment;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// Believes wallet-service's proofs that a payment PIN was right (docs/adr/0014), each for one party, one wallet and
/// one payment, for a minute.
@Component
class PinProofs {
    private static final int KEY_BYTES = 32;

    private final byte[] key;
    private final Clock clock;

    /// @param key 32 bytes in hexadecimal
    PinProofs(@Value("${jiaozi.payment.pin-proof-key}") String key, Clock clock) {
        this.key = HexFormat.of().parseHex(key);
        this.clock = clock;
        if (this.key.length != KEY_BYTES) {
            throw new IllegalArgumentException("JIAOZI_PIN_PROOF_KEY must have 32 bytes in hexadecimal");
        }
    }

    /// Whether it shows that this party's PIN was right for this payment out of this wallet.
    ///
    /// @param actId of the payment
    boolean shows(String proof, String party, String walletId, String actId) {
        try {
            var token = SignedJWT.parse(proof);
            return JWSAlgorithm.HS256.equals(token.getHeader().getAlgorithm())
                    && token.verify(new MACVerifier(key))
                    && isOf(token.getJWTClaimsSet(), party, walletId, actId);
        } catch (ParseException | JOSEException unreadable) {
            return false;
        }
    }

    private boolean isOf(JWTClaimsSet claims, String party, String walletId, String actId) throws ParseException {
        return "jiaozi-wallet".equals(claims.getIssuer())
                && List.of("jiaozi-payment").equals(claims.getAudience())
                && claims.toJSONObject().get("exp") instanceof Long expires
                && clock.instant().isBefore(Instant.ofEpochSecond(expires))
                && party.equals(claims.getSubject())
                && walletId.equals(claims.getStringClaim("walletId"))
                && actId.equals(claims.getStringClaim("paymentId"));
    }
}

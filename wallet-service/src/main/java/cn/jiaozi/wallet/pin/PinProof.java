package cn.jiaozi.wallet.pin;

import cn.jiaozi.chassis.Json;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.springframework.stereotype.Component;

/// What shows payment-service that a PIN was right: a JWT (HS256), the same bytes however often it is asked for.
/// Whoever takes it compares the party, the wallet and the payment, so that it is good for that one payment alone.
@Component
public final class PinProof {
    private static final JWSHeader HEADER =
            new JWSHeader.Builder(JWSAlgorithm.HS256).type(JOSEObjectType.JWT).build();

    private final byte[] key;
    private final Duration goodFor;

    /// @param sub whose wallet and payment it is
    /// @param jti the verification
    private record Claims(
            String iss, String aud, String sub, String jti, String walletId, String paymentId, long iat, long exp) {}

    PinProof(PinSettings settings) {
        this.key = HexFormat.of().parseHex(settings.proofKey());
        this.goodFor = settings.proofFor();
    }

    /// To the second, as a token says it.
    Instant validUntil(Instant verifiedAt) {
        return Instant.ofEpochSecond(verifiedAt.plus(goodFor).getEpochSecond());
    }

    /// Whether it shows that this party's PIN was right for this act and this wallet.
    public boolean shows(String proof, String party, String walletId, String actId, Instant now) {
        try {
            var token = JWSObject.parse(proof);
            if (!JWSAlgorithm.HS256.equals(token.getHeader().getAlgorithm()) || !token.verify(new MACVerifier(key))) {
                return false;
            }
            var claims = Json.read(token.getPayload().toString(), Claims.class);
            return claims.sub().equals(party)
                    && claims.walletId().equals(walletId)
                    && claims.paymentId().equals(actId)
                    && now.getEpochSecond() < claims.exp();
        } catch (ParseException | JOSEException unreadable) {
            return false;
        }
    }

    String of(PinVerification right) {
        var verifiedAt = right.endedAt().orElseThrow();
        var claims = new Claims(
                "jiaozi-wallet",
                "jiaozi-payment",
                right.party(),
                right.verificationId(),
                right.walletId(),
                right.paymentId(),
                verifiedAt.getEpochSecond(),
                validUntil(verifiedAt).getEpochSecond());
        var token = new JWSObject(HEADER, new Payload(Json.write(claims)));
        try {
            token.sign(new MACSigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }
}

package cn.jiaozi.testkit;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;

/// Internal tokens as the gateway mints them.
public final class TestTokens {
    private static final ECKey KEY = key();

    private TestTokens() {}

    /// For the header `Authorization`.
    public static String of(String party, String... roles) {
        return token(party, List.of(roles), Map.of());
    }

    /// Of a customer whose device has signed the request.
    public static String ofDevice(String party) {
        return token(party, List.of("CUSTOMER"), Map.of("factors", List.of("DEVICE_KEY")));
    }

    /// Of a merchant's terminal.
    public static String ofTerminal(String party, String terminalId, String merchantNo, String storeNo) {
        return token(
                party,
                List.of("TERMINAL"),
                Map.of("terminal", Map.of("terminalId", terminalId, "merchantNo", merchantNo, "storeNo", storeNo)));
    }

    private static String token(String party, List<String> roles, Map<String, ?> more) {
        Instant now = Instant.now();
        var claims = new JWTClaimsSet.Builder()
                .issuer("jiaozi-gateway")
                .audience("jiaozi-internal")
                .subject(party)
                .claim("roles", roles)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(600)));
        more.forEach(claims::claim);
        var token = new SignedJWT(new JWSHeader(JWSAlgorithm.ES256), claims.build());
        try {
            token.sign(new ECDSASigner(KEY));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return "Bearer " + token.serialize();
    }

    static String publicKey() {
        return KEY.toPublicJWK().toJSONString();
    }

    private static ECKey key() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("test").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}

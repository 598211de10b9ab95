package cn.jiaozi.local.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/// Mints tokens as the identity provider of a development machine would, and such as no honest one would: expired, for
/// somebody else's audience, of another issuer, with another key.
public final class DevelopmentTokens {
    public static final String AUDIENCE = "jiaozi";

    private static final Duration HOUR = Duration.ofHours(1);

    private final ECKey key;
    private final String issuer;
    private final String audience;

    private DevelopmentTokens(ECKey key, String issuer, String audience) {
        this.key = key;
        this.issuer = issuer;
        this.audience = audience;
    }

    /// Signs with the key kept in `keyFile`, which is made when it is missing.
    public static DevelopmentTokens open(Path keyFile, URI issuer) {
        return new DevelopmentTokens(KeyFiles.ecKey(keyFile), issuer.toString(), AUDIENCE);
    }

    /// What the gateway vouches with to the services behind it, for a suite without a gateway.
    public static DevelopmentTokens internal(Path keyFile) {
        return new DevelopmentTokens(KeyFiles.ecKey(keyFile), "jiaozi-gateway", "jiaozi-internal");
    }

    public String token(String subject, String... roles) {
        return token(subject, List.of(roles), HOUR);
    }

    public String token(String subject, List<String> roles, Duration lifetime) {
        return sign(key, issuer, audience, subject, roles, lifetime);
    }

    public String expired(String subject, String... roles) {
        return token(subject, List.of(roles), Duration.ofHours(-1));
    }

    public String wrongAudience(String subject, String... roles) {
        return sign(key, issuer, "somebody-else", subject, List.of(roles), HOUR);
    }

    public String wrongIssuer(String subject, String... roles) {
        return sign(key, "https://issuer.invalid", audience, subject, List.of(roles), HOUR);
    }

    /// Claims the issuer's key id, but was signed with another key.
    public String wrongKey(String subject, String... roles) {
        return sign(KeyFiles.newEcKey(key.getKeyID()), issuer, audience, subject, List.of(roles), HOUR);
    }

    String issuer() {
        return issuer;
    }

    String publicKeys() {
        return new JWKSet(key.toPublicJWK()).toString();
    }

    private static String sign(
            ECKey key, String issuer, String audience, String subject, List<String> roles, Duration lifetime) {
        var now = Instant.now();
        // An expired token was issued before it expired.
        var issuedAt = lifetime.isNegative() ? now.plus(lifetime).minus(HOUR) : now;
        var claims = new JWTClaimsSet.Builder()
                .jwtID(UUID.randomUUID().toString())
                .issuer(issuer)
                .audience(audience)
                .subject(subject)
                .claim("roles", roles)
                .claim("auth_time", issuedAt.getEpochSecond())
                .issueTime(Date.from(issuedAt))
                .expirationTime(Date.from(now.plus(lifetime)))
                .build();
        try {
            var token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}

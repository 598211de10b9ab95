package cn.jiaozi.gateway;

import cn.jiaozi.contracts.AuthFactor;
import cn.jiaozi.contracts.Role;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// What the services believe: a token of a minute that says which party calls and in which roles. The caller's own
/// token stays at the door.
@Component
final class InternalTokens {
    static final String ISSUER = "jiaozi-gateway";
    static final String AUDIENCE = "jiaozi-internal";
    static final Duration LIFETIME = Duration.ofSeconds(60);

    private static final int AT_MOST = 10_000;

    private final Cache<Caller, String> minted = Caffeine.newBuilder()
            .maximumSize(AT_MOST)
            .expireAfterWrite(LIFETIME.dividedBy(2))
            .build();
    private final Clock clock;
    private final ECDSASigner signer;
    private final JWSHeader header;

    InternalTokens(GatewaySettings settings, Clock clock) {
        this.clock = clock;
        try {
            ECKey key = ECKey.parse(settings.internalKey());
            if (!key.isPrivate() || !Curve.P_256.equals(key.getCurve())) {
                throw notAKey();
            }
            this.signer = new ECDSASigner(key);
            this.header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                    .type(JOSEObjectType.JWT)
                    .keyID(key.getKeyID())
                    .build();
        } catch (ParseException | JOSEException | IllegalArgumentException _) {
            // The cause would show parts of the key in the log.
            throw notAKey();
        }
    }

    /// For half of its lifetime a token serves every request of the same caller: signing costs more than forwarding.
    String mint(Caller caller) {
        return minted.get(caller, this::signed);
    }

    private String signed(Caller caller) {
        Instant now = clock.instant();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(caller.party())
                .claim("roles", caller.roles().stream().map(Role::name).toList())
                .claim("iat", now.getEpochSecond())
                .claim("exp", now.plus(LIFETIME).getEpochSecond())
                .jwtID(UUID.randomUUID().toString());
        if (!caller.factors().isEmpty()) {
            claims.claim(
                    "factors", caller.factors().stream().map(AuthFactor::name).toList());
        }
        caller.terminal()
                .ifPresent(terminal -> claims.claim(
                        "terminal",
                        Map.of(
                                "terminalId", terminal.terminalId(),
                                "merchantNo", terminal.merchantNo(),
                                "storeNo", terminal.storeNo())));
        SignedJWT token = new SignedJWT(header, claims.build());
        try {
            token.sign(signer);
        } catch (JOSEException fault) {
            throw new IllegalStateException("The internal key cannot sign", fault);
        }
        return token.serialize();
    }

    private static StartRefused notAKey() {
        return new StartRefused(
                "JIAOZI_INTERNAL_KEY is not a private P-256 key.", "Set it to such a key as a JWK (JSON on one line).");
    }
}

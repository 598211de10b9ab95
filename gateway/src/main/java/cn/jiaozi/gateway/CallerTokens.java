package cn.jiaozi.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSecurityContextJWKSet;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Recognizes callers by the tokens of the bank's identity provider and says in words of our own which check failed:
/// enough for who calls, nothing of what was in the token or of what would have passed.
@Component
final class CallerTokens implements ReactiveJwtDecoder {
    /// Asymmetric only: with a shared secret the gateway could mint what it verifies.
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.PS256, JWSAlgorithm.RS256);

    /// Clocks of the bank's servers differ by less.
    static final Duration SKEW = Duration.ofSeconds(30);

    private static final int AT_MOST = 10_000;

    /// The signature of a genuine token is not checked again for as long as the issuer's keys are held to be fresh.
    private final Cache<String, Jwt> genuine = Caffeine.newBuilder()
            .maximumSize(AT_MOST)
            .expireAfterWrite(IssuerClient.FRESH)
            .build();
    private final NimbusReactiveJwtDecoder signatures;
    private final GatewaySettings settings;
    private final Clock clock;

    CallerTokens(IssuerClient issuer, GatewaySettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        signatures = NimbusReactiveJwtDecoder.withJwkSource(
                        token -> issuer.keys(token.getHeader().getKeyID())
                                .flatMapMany(keys -> Flux.fromIterable(keys.getKeys())))
                // RFC 9068 tokens say at+jwt, most issuers JWT, some nothing.
                .validateType(false)
                .jwtProcessorCustomizer(processor -> processor.setJWSKeySelector(
                        new JWSVerificationKeySelector<>(ALGORITHMS, new JWKSecurityContextJWKSet())))
                .build();
        signatures.setJwtValidator(token -> {
            String fault = fault(token, settings, clock.instant());
            return fault == null
                    ? OAuth2TokenValidatorResult.success()
                    : OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token", fault, null));
        });
    }

    @Override
    public Mono<Jwt> decode(String token) {
        Jwt known = genuine.getIfPresent(token);
        if (known != null && fault(known, settings, clock.instant()) == null) {
            return Mono.just(known);
        }
        String fault = fault(token);
        return fault == null
                ? signatures
                        .decode(token)
                        .doOnNext(found -> genuine.put(token, found))
                        .onErrorMap(CallerTokens::inOurWords)
                : Mono.error(new BadJwtException(fault));
    }

    private static @Nullable String fault(String token) {
        try {
            return JWTParser.parse(token) instanceof SignedJWT signed
                            && ALGORITHMS.contains(signed.getHeader().getAlgorithm())
                    ? null
                    : "The token is not signed with an accepted algorithm.";
        } catch (ParseException _) {
            return "The token is malformed.";
        }
    }

    static @Nullable String fault(Jwt token, GatewaySettings settings, Instant now) {
        Instant expiresAt = token.getExpiresAt();
        Instant notBefore = token.getNotBefore();
        if (!settings.issuer().equals(token.getClaimAsString("iss"))) {
            return "The token is from another issuer.";
        }
        if (token.getAudience() == null || !token.getAudience().contains(settings.audience())) {
            return "The token is for another audience.";
        }
        if (expiresAt == null || !now.isBefore(expiresAt.plus(SKEW))) {
            return "The token has expired.";
        }
        if (notBefore != null && now.isBefore(notBefore.minus(SKEW))) {
            return "The token is not valid yet.";
        }
        if (token.getSubject() == null || token.getSubject().isBlank()) {
            return "The token names no subject.";
        }
        return null;
    }

    /// Anything that is not the token's fault stays as it is: the issuer being away is no reason to blame the caller.
    private static Throwable inOurWords(Throwable fault) {
        return switch (fault) {
            case JwtValidationException claims ->
                new BadJwtException(
                        String.valueOf(claims.getErrors().iterator().next().getDescription()), claims);
            case BadJwtException signature ->
                new BadJwtException("The token's signature or form is not valid.", signature);
            case JwtException away -> away;
            default -> new JwtException("The token could not be checked", fault);
        };
    }
}

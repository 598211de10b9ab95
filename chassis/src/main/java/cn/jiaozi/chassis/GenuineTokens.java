package cn.jiaozi.chassis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import reactor.core.publisher.Mono;

/// Remembers the internal tokens that were found genuine, until they expire: the gateway uses one for many requests,
/// and checking a signature costs more than all else that reading a payment needs. What was refused is not remembered.
final class GenuineTokens implements ReactiveJwtDecoder {
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int AT_MOST = 10_000;

    private final Cache<String, Jwt> genuine =
            Caffeine.newBuilder().maximumSize(AT_MOST).expireAfterWrite(LONGEST).build();
    private final ReactiveJwtDecoder checking;
    private final Clock clock;

    GenuineTokens(ReactiveJwtDecoder checking, Clock clock) {
        this.checking = checking;
        this.clock = clock;
    }

    @Override
    public Mono<Jwt> decode(String token) {
        Jwt known = genuine.getIfPresent(token);
        return known != null && isValid(known, clock.instant())
                ? Mono.just(known)
                : checking.decode(token).doOnNext(found -> genuine.put(token, found));
    }

    private static boolean isValid(Jwt token, Instant now) {
        Instant expiresAt = token.getExpiresAt();
        return expiresAt != null && now.isBefore(expiresAt);
    }
}

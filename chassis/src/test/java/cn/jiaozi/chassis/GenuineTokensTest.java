package cn.jiaozi.chassis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import reactor.core.publisher.Mono;

class GenuineTokensTest {
    private static final Instant EXPIRES = Instant.parse("2026-11-24T10:00:00Z");

    private final AtomicInteger checks = new AtomicInteger();
    private Instant now = EXPIRES.minusNanos(1);
    private final GenuineTokens tokens = new GenuineTokens(this::check, clock());

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }

    private Mono<Jwt> check(String token) {
        checks.incrementAndGet();
        return token.equals("forged")
                ? Mono.error(new BadJwtException("forged"))
                : Mono.just(Jwt.withTokenValue(token)
                        .header("alg", "ES256")
                        .subject("alice")
                        .expiresAt(EXPIRES)
                        .build());
    }

    @Test
    void checksAGenuineTokenOnce() {
        assertThat(tokens.decode("genuine").map(Jwt::getTokenValue).block()).isEqualTo("genuine");
        assertThat(tokens.decode("genuine").map(Jwt::getTokenValue).block()).isEqualTo("genuine");

        assertThat(checks).hasValue(1);
    }

    @Test
    void checksAgainWhenTheTokenHasExpired() {
        tokens.decode("genuine").block();

        now = EXPIRES;
        tokens.decode("genuine").block();

        assertThat(checks).hasValue(2);
    }

    @Test
    void remembersNoRefusal() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> tokens.decode("forged").block()).isInstanceOf(BadJwtException.class);
        }

        assertThat(checks).hasValue(2);
    }
}

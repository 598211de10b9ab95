package cn.jiaozi.gateway;

import com.nimbusds.jose.jwk.JWKSet;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The token issuer's public keys. They are kept for five minutes, and for up to an hour while the issuer is away, so
/// that its outage is not ours; a key that we have not seen makes us ask again, at most once in five seconds.
@Component
final class IssuerClient implements SmartInitializingSingleton {
    static final Duration FRESH = Duration.ofMinutes(5);
    private static final Duration USABLE = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PATIENCE_WITH_KEYS_AT_HAND = Duration.ofMillis(500);
    private static final Logger log = LoggerFactory.getLogger(IssuerClient.class);
    private static final String DEVELOPMENT = "jiaozi_development";

    private final WebClient client = WebClient.create();
    private final AtomicReference<@Nullable Keys> latest = new AtomicReference<>();
    private final GatewaySettings settings;
    private final JsonMapper json;
    private final Clock clock;
    private final Mono<Keys> asked;

    private record Keys(JWKSet set, Instant at) {
        boolean within(Duration age, Instant now) {
            return now.isBefore(at.plus(age));
        }

        boolean knows(@Nullable String keyId) {
            return keyId == null || set.getKeyByKeyId(keyId) != null;
        }
    }

    IssuerClient(GatewaySettings settings, JsonMapper json, Clock clock) {
        this.settings = settings;
        this.json = json;
        this.clock = clock;
        this.asked = Mono.defer(this::ask)
                .cache(_ -> Duration.ofSeconds(5), _ -> Duration.ofSeconds(1), () -> Duration.ZERO);
    }

    /// The keys, with the one of this id among them if the issuer has it.
    Mono<JWKSet> keys(@Nullable String keyId) {
        Keys known = latest.get();
        if (known == null) {
            return asked.map(Keys::set);
        }
        if (known.within(FRESH, clock.instant()) && known.knows(keyId)) {
            return Mono.just(known.set());
        }
        return asked.timeout(PATIENCE_WITH_KEYS_AT_HAND)
                .onErrorResume(fault -> known.within(USABLE, clock.instant()) ? Mono.just(known) : Mono.error(fault))
                .map(Keys::set);
    }

    /// Start-up is the one moment at which the gateway waits: an issuer that says it is for development must stop it.
    /// An issuer that is away does not; the gateway is then not ready until it answers.
    @Override
    public void afterSingletonsInstantiated() {
        try {
            asked.toFuture().join();
        } catch (CompletionException fault) {
            if (fault.getCause() instanceof StartRefused refused) {
                throw refused;
            }
        }
    }

    private Mono<Keys> ask() {
        return text(settings.jwksUri().toString())
                .flatMap(keys -> settings.development() ? Mono.just(keys) : refusedIfDevelopment(keys))
                .map(keys -> new Keys(parsed(keys), clock.instant()))
                .doOnNext(latest::set)
                .timeout(PATIENCE)
                .doOnError(fault -> log.atWarn()
                        .addKeyValue("error.message", String.valueOf(fault.getMessage()))
                        .log("The token issuer's keys cannot be had"));
    }

    private Mono<String> refusedIfDevelopment(String keys) {
        return text(settings.issuer() + "/.well-known/openid-configuration")
                .onErrorReturn("{}")
                .map(about -> {
                    if (saysDevelopment(about) || saysDevelopment(keys)) {
                        throw StartRefused.developmentIssuer(settings.issuer());
                    }
                    return keys;
                });
    }

    private boolean saysDevelopment(String document) {
        JsonNode tree = json.readTree(document);
        return tree.path(DEVELOPMENT).asBoolean(false);
    }

    private Mono<String> text(String address) {
        return client.get().uri(address).retrieve().bodyToMono(String.class);
    }

    private static JWKSet parsed(String keys) {
        try {
            return JWKSet.parse(keys);
        } catch (ParseException broken) {
            throw new IllegalArgumentException("The issuer's keys are not a JWK set", broken);
        }
    }
}

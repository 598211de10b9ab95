package cn.jiaozi.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// The suite as a caller sees it: up when every service is ready and callers can be recognized; of several
/// shards of the ledger one is enough, because its customers have no other. Part of readiness, never of
/// liveness, because restarting the gateway heals no service.
@Component("suite")
final class SuiteHealth implements ReactiveHealthIndicator {
    private final Mono<Health> health;

    SuiteHealth(UpstreamClient upstreams, IssuerClient issuer, SignerKeys keys, GatewaySettings settings) {
        // Asked anew each time: the client keeps good keys through an outage of the issuer.
        Mono<Boolean> recognizes =
                Mono.defer(() -> issuer.keys(null)).map(_ -> true).onErrorReturn(false);
        // A second's cache: several probes at once cost the services one question.
        this.health = Mono.zip(
                        upstreams.readiness().collectMap(UpstreamClient.Ready::service, UpstreamClient.Ready::ready),
                        recognizes,
                        (services, known) -> health(services, settings.shards(), known, keys.isComplete()))
                .cache(Duration.ofSeconds(1));
    }

    @Override
    public Mono<Health> health() {
        return health;
    }

    private static Health health(
            Map<String, Boolean> services, List<String> shards, boolean recognizes, boolean hasKeys) {
        Map<String, Boolean> ready = new TreeMap<>(services);
        ready.put("token-issuer", recognizes);
        ready.put("signer-keys", hasKeys);
        Map<String, String> details = new TreeMap<>();
        ready.forEach((name, up) -> details.put(name, up ? "UP" : "DOWN"));
        if (shards.stream().anyMatch(shard -> services.getOrDefault(shard, false))) {
            ready.keySet().removeAll(shards);
        }
        return (ready.containsValue(false) ? Health.down() : Health.up())
                .withDetails(details)
                .build();
    }
}

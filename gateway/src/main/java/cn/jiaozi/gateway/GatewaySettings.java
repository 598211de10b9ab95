package cn.jiaozi.gateway;

import cn.jiaozi.contracts.ShardMap;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// Where callers' tokens come from, where the services are, and how patient the gateway is with them.
///
/// @param signingKey of the answers to terminals, PKCS #8 in base64
/// @param answerWithin how long a service may take beyond the wait that the caller prefers
/// @param uploadWithin how long a file may take that passes through while it comes
/// @param documentFor how long a merged OpenAPI document is served before the services are asked again
/// @param ledgerShards which shard keeps which accounts
/// @param ledgers the addresses of the ledger's shards, in the order of their numbers
/// @param upstreams the services' addresses by name, the ledger's shards among them; the names are also the ids of the
///                  routes and the circuit breakers
@ConfigurationProperties("jiaozi")
record GatewaySettings(
        String issuer,
        URI jwksUri,
        String audience,
        boolean development,
        String internalKey,
        String signingKey,
        Duration answerWithin,
        Duration uploadWithin,
        Duration documentFor,
        ShardMap ledgerShards,
        List<URI> ledgers,
        Map<String, URI> upstreams) {

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    GatewaySettings {
        if (internalKey.isBlank()) {
            throw new StartRefused(
                    "JIAOZI_INTERNAL_KEY is not set: the gateway cannot vouch for a caller.",
                    "Set it to a private P-256 key as a JWK on one line, and give its public half to the services as"
                            + " JIAOZI_INTERNAL_PUBLIC_KEY.");
        }
        if (!development && (onThisMachine(URI.create(issuer)) || onThisMachine(jwksUri))) {
            throw StartRefused.developmentIssuer(issuer);
        }
        if (ledgers.size() != ledgerShards.count()) {
            throw new StartRefused(
                    "JIAOZI_LEDGER_URL names %d services, and JIAOZI_LEDGER_SHARDS %d shards."
                            .formatted(ledgers.size(), ledgerShards.count()),
                    "Name the service of each shard, in the order of their numbers, with commas between.");
        }
        ledgers = List.copyOf(ledgers);
        var all = new LinkedHashMap<>(upstreams);
        for (int shard = 0; shard < ledgers.size(); shard++) {
            all.put(ShardMap.service(shard), ledgers.get(shard));
        }
        upstreams = Collections.unmodifiableMap(all);
    }

    /// The services that each describe something of their own: of the ledger's shards the first one speaks for all.
    List<String> described() {
        var further = shards().subList(1, ledgers.size());
        return upstreams.keySet().stream()
                .filter(name -> !further.contains(name))
                .toList();
    }

    /// The names of the ledger's shards among the services.
    List<String> shards() {
        return IntStream.range(0, ledgers.size()).mapToObj(ShardMap::service).toList();
    }

    private static boolean onThisMachine(URI address) {
        return address.getHost() == null || THIS_MACHINE.contains(address.getHost());
    }
}

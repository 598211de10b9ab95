package cn.jiaozi.gateway;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// Where callers' tokens come from, where the services are, and how patient the gateway is with them.
///
/// @param signingKey of the answers to terminals, PKCS #8 in base64
/// @param answerWithin how long a service may take beyond the wait that the caller prefers
/// @param documentFor how long a merged OpenAPI document is served before the services are asked again
/// @param upstreams the services' addresses by name; the names are also the ids of the routes and the circuit breakers
@ConfigurationProperties("jiaozi")
record GatewaySettings(
        String issuer,
        URI jwksUri,
        String audience,
        boolean development,
        String internalKey,
        String signingKey,
        Duration answerWithin,
        Duration documentFor,
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
    }

    private static boolean onThisMachine(URI address) {
        return address.getHost() == null || THIS_MACHINE.contains(address.getHost());
    }
}

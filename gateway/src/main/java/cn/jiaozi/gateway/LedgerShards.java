package cn.jiaozi.gateway;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;

import cn.jiaozi.contracts.ShardMap;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/// Sends what is for the ledger to the shard that keeps it: the one of the account that the path names, or the one that
/// the caller names. Each shard has a route and so a circuit breaker of its own.
@Component
final class LedgerShards implements GlobalFilter, Ordered {
    static final String PARAMETER = "shard";

    private static final PathPattern ACCOUNT =
            PathPatternParser.defaultInstance.parse("/v1/accounts/{address}/{*further}");

    private final GatewaySettings settings;

    LedgerShards(GatewaySettings settings) {
        this.settings = settings;
    }

    /// Before all that looks at the route.
    @Override
    public int getOrder() {
        return Forwarding.ORDER - 1;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        Route route = Objects.requireNonNull(exchange.getAttribute(GATEWAY_ROUTE_ATTR));
        if (route.getId().equals(ShardMap.service(0))) {
            int shard = shard(exchange.getRequest());
            exchange.getAttributes()
                    .put(
                            GATEWAY_ROUTE_ATTR,
                            to(
                                    route,
                                    ShardMap.service(shard),
                                    settings.ledgers().get(shard)));
        }
        return chain.filter(exchange);
    }

    private static Route to(Route route, String id, URI service) {
        return Route.async()
                .id(id)
                .uri(service)
                .asyncPredicate(route.getPredicate())
                .replaceFilters(route.getFilters())
                .metadata(route.getMetadata())
                .build();
    }

    private int shard(ServerHttpRequest request) {
        int named = named(Optional.ofNullable(request.getQueryParams().getFirst(PARAMETER)));
        return Optional.ofNullable(ACCOUNT.matchAndExtract(request.getPath().pathWithinApplication()))
                .map(path -> Objects.requireNonNull(path.getUriVariables().get("address")))
                .flatMap(settings.ledgerShards()::shardOf)
                .orElse(named);
    }

    private int named(Optional<String> text) {
        int last = settings.ledgers().size() - 1;
        return text.map(number -> {
                    if (!number.matches("[0-9]{1,4}") || Integer.parseInt(number) > last) {
                        throw Problem.badParameter(PARAMETER, "is no shard of the ledger; they are 0 to " + last);
                    }
                    return Integer.parseInt(number);
                })
                .orElse(0);
    }
}

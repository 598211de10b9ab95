package cn.jiaozi.gateway;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.RouteToRequestUrlFilter;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/// One circuit breaker and one timeout per service. A service that is away is not asked for some seconds, so its
/// callers hear at once that it is away and the other services' callers find the gateway free.
@Component
final class UpstreamGuard implements GlobalFilter, Ordered {
    private final CircuitBreakerRegistry breakers;
    private final Duration answerWithin;
    private final Duration uploadWithin;

    UpstreamGuard(CircuitBreakerRegistry breakers, GatewaySettings settings) {
        this.breakers = breakers;
        this.answerWithin = settings.answerWithin();
        this.uploadWithin = settings.uploadWithin();
        // Made now, so that their states are among the metrics before the first request.
        settings.upstreams().keySet().forEach(breakers::circuitBreaker);
    }

    /// Just around the call itself: what the gateway refuses says nothing about the service.
    @Override
    public int getOrder() {
        return RouteToRequestUrlFilter.ROUTE_TO_URL_FILTER_ORDER + 1;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        Route route = Objects.requireNonNull(exchange.getAttribute(GATEWAY_ROUTE_ATTR));
        CircuitBreaker breaker = breakers.circuitBreaker(route.getId());
        Wait wait = Wait.of(exchange.getRequest().getHeaders());
        boolean isUpload = HttpMethod.PUT.equals(exchange.getRequest().getMethod())
                && BodyForm.of(exchange.getRequest()).isStreamed();
        return chain.filter(exchange)
                .timeout((isUpload ? uploadWithin : answerWithin).plusSeconds(wait.seconds()))
                .then(Mono.fromSupplier(() -> exchange.getResponse().getStatusCode()))
                .transformDeferred(CircuitBreakerOperator.of(breaker))
                .then();
    }

    /// Which answers count against a service; they still pass through unchanged.
    public static final class Failed implements Predicate<Object> {
        @Override
        public boolean test(Object answer) {
            return answer instanceof HttpStatusCode status && status.is5xxServerError();
        }
    }
}

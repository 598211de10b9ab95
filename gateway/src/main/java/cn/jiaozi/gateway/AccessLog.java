package cn.jiaozi.gateway;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/// Around everything but the signing of answers: answers what went wrong further in, then writes one line per request.
/// The line holds no path and no query, because ids and account addresses stand there; the route and the trace find the
/// request.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class AccessLog implements WebFilter {
    private static final Logger log = LoggerFactory.getLogger(AccessLog.class);

    private final GatewayProblems problems;
    private final Clock clock;

    AccessLog(GatewayProblems problems, Clock clock) {
        this.problems = problems;
        this.clock = clock;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Instant begunAt = clock.instant();
        return chain.filter(exchange)
                .onErrorResume(fault -> problems.answer(exchange, fault))
                .doFinally(end -> write(exchange, begunAt, end));
    }

    private void write(ServerWebExchange exchange, Instant begunAt, SignalType end) {
        HttpStatusCode status = exchange.getResponse().getStatusCode();
        Route route = exchange.getAttribute(GATEWAY_ROUTE_ATTR);
        String path = exchange.getRequest().getPath().value();
        // Probes and scrapes come every second and tell nothing about callers.
        log.atLevel(path.startsWith("/actuator/") ? Level.DEBUG : Level.INFO)
                .addKeyValue(
                        "http.request.method", exchange.getRequest().getMethod().name())
                .addKeyValue("jiaozi.route", route == null ? "gateway" : route.getId())
                .addKeyValue(
                        "http.response.status_code",
                        end == SignalType.CANCEL ? 499 : status == null ? 200 : status.value())
                .addKeyValue(
                        "event.duration",
                        Duration.between(begunAt, clock.instant()).toNanos())
                .addKeyValue("trace.id", Trace.of(exchange).id())
                .log("request");
    }
}

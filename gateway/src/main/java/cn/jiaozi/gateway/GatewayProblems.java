package cn.jiaozi.gateway;

import cn.jiaozi.contracts.Reason;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedException;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/// Turns whatever went wrong at the door into an RFC 9457 answer. What a service answers passes through unchanged.
@Component
final class GatewayProblems {
    private static final Logger log = LoggerFactory.getLogger(GatewayProblems.class);
    private static final String TYPE = "https://jiaozi.example/problems/";

    private final JsonMapper json;

    GatewayProblems(JsonMapper json) {
        this.json = json;
    }

    Mono<Void> answer(ServerWebExchange exchange, Throwable fault) {
        ServerHttpResponse response = exchange.getResponse();
        Problem problem = problem(fault);
        if (problem.reason() == Reason.INTERNAL_ERROR) {
            log.atError()
                    .setCause(fault)
                    .addKeyValue("trace.id", Trace.of(exchange).id())
                    .log("The gateway failed");
        }
        if (response.isCommitted()) {
            // Half an answer is on its way: only breaking the connection tells the caller that it is not whole.
            return Mono.error(fault);
        }
        // Headers that a service had begun to answer with belong to no answer now.
        response.getHeaders().clear();
        response.setStatusCode(problem.status());
        response.getHeaders().addAll(problem.headers());
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        byte[] body = json.writeValueAsBytes(body(exchange, problem));
        response.getHeaders().setContentLength(body.length);
        return Body.isUnread(exchange).flatMap(unread -> {
            if (unread) {
                response.getHeaders().set(HttpHeaders.CONNECTION, "close");
            }
            return response.writeWith(
                    Mono.<DataBuffer>fromSupplier(() -> response.bufferFactory().wrap(body)));
        });
    }

    static Problem problem(Throwable fault) {
        return switch (fault) {
            case Problem problem -> problem;
            case AuthenticationServiceException _ ->
                Problem.unavailable("The token issuer cannot be reached, so nobody can be recognized.");
            case OAuth2AuthenticationException refused -> Problem.badToken(String.valueOf(refused.getMessage()));
            case AuthenticationException _ -> Problem.noToken();
            case ServerExchangeRejectedException _ ->
                Problem.badRequest("The request line or a header is not acceptable.");
            case CallNotPermittedException _, ConnectException _, UnknownHostException _ ->
                Problem.unavailable("The service is away; nothing has been begun.");
            case TimeoutException _ -> Problem.timedOut();
            case IOException _ -> Problem.brokenOff();
            case ResponseStatusException status -> ofStatus(status);
            default -> Problem.internal(fault);
        };
    }

    private static Problem ofStatus(ResponseStatusException fault) {
        return switch (fault.getStatusCode().value()) {
            case 400 -> Problem.badRequest("The request is not well-formed.");
            case 404 -> Problem.notFound();
            case 503 -> Problem.unavailable("The service is away; nothing has been begun.");
            case 504 -> Problem.timedOut();
            default -> Problem.internal(fault);
        };
    }

    private static Map<String, Object> body(ServerWebExchange exchange, Problem problem) {
        Reason reason = problem.reason();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", TYPE + reason.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        body.put("title", reason.en());
        body.put("status", problem.status().value());
        body.put("detail", problem.detail());
        body.put("instance", exchange.getRequest().getURI().getRawPath());
        body.put("reason", reason.name());
        body.put("reasonText", Map.of("en", reason.en(), "zh", reason.zh()));
        body.put("traceId", Trace.of(exchange).id());
        if (!problem.parameter().isEmpty()) {
            body.put("errors", List.of(Map.of("pointer", problem.parameter(), "detail", problem.detail())));
        }
        return body;
    }
}

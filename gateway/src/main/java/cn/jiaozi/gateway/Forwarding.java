package cn.jiaozi.gateway;

import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Checks the form of a request and writes the one that the service sees: the caller's method, path, query and body,
/// and headers of the gateway's choosing. What is not chosen here cannot be smuggled in.
@Component
final class Forwarding implements GlobalFilter, Ordered {
    static final int ORDER = 0;

    private final InternalTokens tokens;

    Forwarding(InternalTokens tokens) {
        this.tokens = tokens;
    }

    /// Before all that talks to the service.
    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        Wait wait = Wait.of(request.getHeaders());
        return exchange.getPrincipal()
                .ofType(KnownCaller.class)
                .map(KnownCaller::caller)
                // Only what is open to everybody comes so far without a caller.
                .defaultIfEmpty(Caller.ANYBODY)
                .flatMap(caller -> BodyForm.of(request).isStreamed() && !Body.isRead(exchange)
                        ? Mono.fromSupplier(() -> streamed(request, headers(exchange, caller, wait)))
                        : Body.of(exchange)
                                .doOnNext(body -> checkType(request, body))
                                .map(body -> request(exchange, headers(exchange, caller, wait), body)))
                .flatMap(forwarded ->
                        chain.filter(exchange.mutate().request(forwarded).build()));
    }

    private static void checkType(ServerHttpRequest request, byte[] body) {
        var form = BodyForm.of(request);
        if (body.length > 0 && !isPlain(request.getHeaders(), form)) {
            throw Problem.unsupportedMediaType(form.type());
        }
    }

    private static boolean isPlain(HttpHeaders headers, BodyForm form) {
        MediaType type = type(headers);
        return form.type().equalsTypeAndSubtype(type)
                && (type.getCharset() == null
                        || "UTF-8".equals(type.getCharset().name()))
                && !headers.containsHeader(HttpHeaders.CONTENT_ENCODING);
    }

    private static MediaType type(HttpHeaders headers) {
        try {
            MediaType type = headers.getContentType();
            return type == null ? MediaType.ALL : type;
        } catch (IllegalArgumentException _) {
            throw Problem.unsupportedMediaType(MediaType.APPLICATION_JSON);
        }
    }

    private HttpHeaders headers(ServerWebExchange exchange, Caller caller, Wait wait) {
        HttpHeaders from = exchange.getRequest().getHeaders();
        HttpHeaders to = new HttpHeaders();
        to.addAll(HttpHeaders.ACCEPT, from.getOrEmpty(HttpHeaders.ACCEPT));
        to.setBearerAuth(tokens.mint(caller));
        to.set(Trace.HEADER, Trace.of(exchange).parent());
        if (wait.seconds() > 0) {
            to.set(Wait.HEADER, "wait=" + wait.seconds());
        }
        return to;
    }

    /// Passes the body on as it comes; nobody here could hold it.
    private static ServerHttpRequest streamed(ServerHttpRequest request, HttpHeaders headers) {
        var form = BodyForm.of(request);
        long length = request.getHeaders().getContentLength();
        if (length != 0 && HttpMethod.PUT.equals(request.getMethod())) {
            if (!isPlain(request.getHeaders(), form)) {
                throw Problem.unsupportedMediaType(form.type());
            }
            headers.setContentType(form.type());
            if (length > 0) {
                headers.setContentLength(length);
            }
        }
        return new ServerHttpRequestDecorator(request) {
            @Override
            public HttpHeaders getHeaders() {
                return headers;
            }
        };
    }

    private static ServerHttpRequest request(ServerWebExchange exchange, HttpHeaders headers, byte[] body) {
        if (body.length > 0) {
            headers.setContentType(BodyForm.of(exchange.getRequest()).type());
            headers.setContentLength(body.length);
        }
        return new ServerHttpRequestDecorator(exchange.getRequest()) {
            @Override
            public HttpHeaders getHeaders() {
                return headers;
            }

            @Override
            public Flux<DataBuffer> getBody() {
                return body.length == 0
                        ? Flux.empty()
                        : Flux.defer(() ->
                                Flux.just(exchange.getResponse().bufferFactory().wrap(body)));
            }
        };
    }
}

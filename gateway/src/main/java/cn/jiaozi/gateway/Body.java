package cn.jiaozi.gateway;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/// The whole body of a request: a signature covers all of it, and too large a one never reaches a service in part.
final class Body {
    static final int LIMIT = 64 * 1024;

    private static final String ATTRIBUTE = Body.class.getName();

    private Body() {}

    /// Read once, however often it is asked for.
    static Mono<byte[]> of(ServerWebExchange exchange) {
        return Mono.defer(() -> {
            if (exchange.getAttribute(ATTRIBUTE) instanceof byte[] known) {
                return Mono.just(known);
            }
            if (exchange.getRequest().getHeaders().getContentLength() > LIMIT) {
                return Mono.error(Problem.bodyTooLarge(LIMIT));
            }
            return DataBufferUtils.join(exchange.getRequest().getBody(), LIMIT)
                    .map(Body::bytes)
                    .defaultIfEmpty(new byte[0])
                    .doOnNext(body -> exchange.getAttributes().put(ATTRIBUTE, body));
        });
    }

    /// Whether the caller may still be sending: then the connection has no place for another request.
    static boolean isUnread(ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        return !exchange.getAttributes().containsKey(ATTRIBUTE)
                && (request.getHeaders().getContentLength() > 0
                        || request.getHeaders().containsHeader(HttpHeaders.TRANSFER_ENCODING));
    }

    static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }
}

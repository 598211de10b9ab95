package cn.jiaozi.gateway;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/// The whole body of a request: a signature covers all of it, and too large a one never reaches a service in part.
///
/// A body that is refused is read to its end as well, if that is near: a connection that is closed while the caller
/// still sends is reset, and the caller may lose the answer with it (RFC 9112, 9.6).
final class Body {
    private static final int READ_AWAY = 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String ATTRIBUTE = Body.class.getName();

    private Body() {}

    /// Read once, however often it is asked for.
    static Mono<byte[]> of(ServerWebExchange exchange) {
        return Mono.defer(() -> {
            Mono<byte[]> known = exchange.getAttribute(ATTRIBUTE);
            if (known != null) {
                return known;
            }
            Mono<byte[]> body = read(exchange.getRequest()).cache();
            exchange.getAttributes().put(ATTRIBUTE, body);
            return body;
        });
    }

    /// Whether all of it is here already, because somebody had to see it.
    static boolean isRead(ServerWebExchange exchange) {
        return exchange.getAttribute(ATTRIBUTE) != null;
    }

    /// Before an answer that needs no body: whether the caller may still be sending. Then the connection has no place
    /// for another request.
    static Mono<Boolean> isUnread(ServerWebExchange exchange) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        if (headers.getContentLength() <= 0 && !headers.containsHeader(HttpHeaders.TRANSFER_ENCODING)) {
            return Mono.just(false);
        }
        if (headers.containsHeader(HttpHeaders.EXPECT) && exchange.getAttribute(ATTRIBUTE) == null) {
            return Mono.just(true);
        }
        return of(exchange).map(_ -> false).timeout(PATIENCE).onErrorReturn(true);
    }

    private static Mono<byte[]> read(ServerHttpRequest request) {
        int limit = BodyForm.of(request).limit();
        if (request.getHeaders().getContentLength() > READ_AWAY) {
            return Mono.error(Problem.bodyTooLarge(limit));
        }
        return request.getBody().collect(() -> new Start(limit), Start::add).map(Start::whole);
    }

    static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    /// As much of a body as is wanted, and how long all of it is.
    private static final class Start {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final int limit;
        private int length;

        Start(int limit) {
            this.limit = limit;
        }

        void add(DataBuffer buffer) {
            byte[] more = bytes(buffer);
            length += more.length;
            if (length > READ_AWAY) {
                throw Problem.bodyTooLarge(limit);
            }
            if (length <= limit) {
                bytes.writeBytes(more);
            }
        }

        byte[] whole() {
            if (length > limit) {
                throw Problem.bodyTooLarge(limit);
            }
            return bytes.toByteArray();
        }
    }
}

package cn.jiaozi.gateway;

import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/// What the body of a request may be. Vouchers come in pieces, which are larger than anything else and are
/// not text.
enum BodyForm {
    JSON(64 * 1024, MediaType.APPLICATION_JSON_VALUE),
    /// A piece has at most 256 KiB; who sends more is told so by the service, up to here.
    PIECE(300 * 1024, MediaType.APPLICATION_OCTET_STREAM_VALUE);

    private static final PathPattern PIECES =
            PathPatternParser.defaultInstance.parse("/v1/voucher-batches/{id}/pieces/{number}");

    private final int limit;
    private final String type;

    BodyForm(int limit, String type) {
        this.limit = limit;
        this.type = type;
    }

    static BodyForm of(ServerHttpRequest request) {
        return PIECES.matches(request.getPath().pathWithinApplication()) ? PIECE : JSON;
    }

    /// Bytes.
    int limit() {
        return limit;
    }

    MediaType type() {
        return MediaType.valueOf(type);
    }
}

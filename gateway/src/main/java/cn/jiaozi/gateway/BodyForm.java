package cn.jiaozi.gateway;

import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/// What the body of a request may be. Vouchers come in pieces, which are larger than most and are not text; files of
/// the core are larger than memory, and pass through as they come.
enum BodyForm {
    JSON(64 * 1024, MediaType.APPLICATION_JSON_VALUE),
    /// A piece has at most 256 KiB; who sends more is told so by the service, up to here.
    PIECE(300 * 1024, MediaType.APPLICATION_OCTET_STREAM_VALUE),
    /// Only as much of it is read here as is needed to refuse it.
    FILE(64 * 1024, "text/csv");

    private static final PathPattern PIECES =
            PathPatternParser.defaultInstance.parse("/v1/voucher-batches/{id}/pieces/{number}");
    private static final PathPattern FILES = PathPatternParser.defaultInstance.parse("/v1/core-files/{date}/{id}");

    private final int limit;
    private final String type;

    BodyForm(int limit, String type) {
        this.limit = limit;
        this.type = type;
    }

    static BodyForm of(ServerHttpRequest request) {
        var path = request.getPath().pathWithinApplication();
        return PIECES.matches(path) ? PIECE : FILES.matches(path) ? FILE : JSON;
    }

    /// Whether it goes on to the service while it comes.
    boolean isStreamed() {
        return this == FILE;
    }

    /// Bytes.
    int limit() {
        return limit;
    }

    MediaType type() {
        return MediaType.valueOf(type);
    }
}

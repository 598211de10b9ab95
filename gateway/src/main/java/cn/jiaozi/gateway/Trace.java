package cn.jiaozi.gateway;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

/// The W3C trace that a request belongs to: the caller's when its `traceparent` is well-formed, else a new one.
record Trace(String id) {
    static final String HEADER = "traceparent";

    private static final String ATTRIBUTE = Trace.class.getName();
    private static final Pattern PARENT =
            Pattern.compile("[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

    static Trace of(ServerWebExchange exchange) {
        return (Trace) exchange.getAttributes()
                .computeIfAbsent(
                        ATTRIBUTE,
                        _ -> continued(exchange.getRequest().getHeaders().getFirst(HEADER)));
    }

    static Trace continued(@Nullable String parent) {
        Matcher matcher = PARENT.matcher(parent == null ? "" : parent);
        return new Trace(matcher.matches() ? matcher.group(1) : random(16));
    }

    /// What the next service hears: the same trace, a span of its own.
    String parent() {
        return "00-" + id + "-" + random(8) + "-01";
    }

    private static String random(int length) {
        byte[] bytes = new byte[length];
        ThreadLocalRandom.current().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}

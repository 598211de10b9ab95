package cn.jiaozi.sdk.client;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the gateway answered, whatever the status: an act that was refused is a good answer too.
public final class Reply {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");

    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;

    Reply(int status, HttpHeaders headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    public int status() {
        return status;
    }

    public HttpHeaders headers() {
        return headers;
    }

    public byte[] body() {
        return body.clone();
    }

    /// The body as text, which is UTF-8 in JSON.
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /// What is wrong, when the body says so (RFC 9457).
    public Optional<Problem> problem() {
        String type = header("Content-Type").toLowerCase(Locale.ROOT);
        return type.split(";", 2)[0].strip().equals("application/problem+json")
                ? Optional.of(Problem.of(status, body))
                : Optional.empty();
    }

    /// Empty when there is none; several are one, separated by commas (RFC 9110, 5.3).
    String header(String name) {
        return String.join(", ", headers.allValues(name));
    }

    /// From `Retry-After`, when it is in seconds.
    Optional<Duration> retryAfter() {
        return Optional.of(header("Retry-After"))
                .filter(value -> SECONDS.matcher(value).matches())
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }
}

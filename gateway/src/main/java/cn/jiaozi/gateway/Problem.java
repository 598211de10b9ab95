package cn.jiaozi.gateway;

import cn.jiaozi.contracts.Reason;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/// An answer that the gateway gives in place of a service. It has no stack trace: it is an answer, not a fault.
final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final HttpStatus status;
    private final Reason reason;
    private final String parameter;
    private final transient HttpHeaders headers = new HttpHeaders();

    private Problem(HttpStatus status, Reason reason, String detail, @Nullable Throwable cause) {
        this(status, reason, detail, cause, "");
    }

    private Problem(HttpStatus status, Reason reason, String detail, @Nullable Throwable cause, String parameter) {
        super(detail, cause, false, false);
        this.status = status;
        this.reason = reason;
        this.parameter = parameter;
    }

    static Problem badRequest(String detail) {
        return new Problem(HttpStatus.BAD_REQUEST, Reason.BAD_REQUEST, detail, null);
    }

    static Problem badParameter(String name, String detail) {
        return new Problem(HttpStatus.BAD_REQUEST, Reason.BAD_REQUEST, detail, null, name);
    }

    /// No token at all: RFC 6750, 3 asks for a challenge without an error code then.
    static Problem noToken() {
        return new Problem(
                        HttpStatus.UNAUTHORIZED, Reason.UNAUTHENTICATED, "The request carries no bearer token.", null)
                .with(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"jiaozi\"");
    }

    static Problem badToken(String detail) {
        return new Problem(HttpStatus.UNAUTHORIZED, Reason.UNAUTHENTICATED, detail, null)
                .with(
                        HttpHeaders.WWW_AUTHENTICATE,
                        "Bearer realm=\"jiaozi\", error=\"invalid_token\", error_description=\"" + detail + "\"");
    }

    static Problem badSignature(Reason reason, String detail) {
        return new Problem(HttpStatus.UNAUTHORIZED, reason, detail, null)
                .with(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"jiaozi\"");
    }

    /// RFC 9470: the caller may come again after a login that is not older than this.
    static Problem loginTooOld(Duration age) {
        return new Problem(
                        HttpStatus.UNAUTHORIZED,
                        Reason.LOGIN_TOO_OLD,
                        "This needs a login of the last " + age.toMinutes() + " minutes.",
                        null)
                .with(
                        HttpHeaders.WWW_AUTHENTICATE,
                        "Bearer realm=\"jiaozi\", error=\"insufficient_user_authentication\", max_age="
                                + age.toSeconds());
    }

    static Problem forbidden(String detail) {
        return forbidden(Reason.FORBIDDEN, detail);
    }

    static Problem forbidden(Reason reason, String detail) {
        return new Problem(HttpStatus.FORBIDDEN, reason, detail, null);
    }

    static Problem notFound() {
        return new Problem(HttpStatus.NOT_FOUND, Reason.NOT_FOUND, "No service serves this path.", null);
    }

    static Problem methodNotAllowed(Set<HttpMethod> allowed) {
        String allow = allowed.stream().map(HttpMethod::name).collect(Collectors.joining(", "));
        return new Problem(
                        HttpStatus.METHOD_NOT_ALLOWED, Reason.METHOD_NOT_ALLOWED, "Served here: " + allow + ".", null)
                .with(HttpHeaders.ALLOW, allow);
    }

    static Problem bodyTooLarge(int limit) {
        return new Problem(
                HttpStatus.CONTENT_TOO_LARGE, Reason.BODY_TOO_LARGE, "A body has at most " + limit + " bytes.", null);
    }

    static Problem unsupportedMediaType(MediaType expected) {
        return new Problem(
                        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                        Reason.UNSUPPORTED_MEDIA_TYPE,
                        "A body must be " + expected
                                + (expected.isCompatibleWith(MediaType.APPLICATION_JSON) ? " in UTF-8" : "")
                                + ", without content coding.",
                        null)
                .with(HttpHeaders.ACCEPT, expected.toString());
    }

    /// Nobody is there to answer, so nothing has been begun.
    static Problem unavailable(String detail) {
        return new Problem(HttpStatus.SERVICE_UNAVAILABLE, Reason.UPSTREAM_UNAVAILABLE, detail, null)
                .with(HttpHeaders.RETRY_AFTER, Long.toString(RETRY.toSeconds()));
    }

    /// The connection broke before an answer: the act may have been begun, and its id finds it.
    static Problem brokenOff() {
        return new Problem(
                        HttpStatus.BAD_GATEWAY,
                        Reason.UPSTREAM_UNAVAILABLE,
                        "The service broke off; repeat the same request with the same id.",
                        null)
                .with(HttpHeaders.RETRY_AFTER, Long.toString(RETRY.toSeconds()));
    }

    static Problem timedOut() {
        return new Problem(
                        HttpStatus.GATEWAY_TIMEOUT,
                        Reason.UPSTREAM_TIMEOUT,
                        "The service did not answer in time; repeat the same request with the same id.",
                        null)
                .with(HttpHeaders.RETRY_AFTER, Long.toString(RETRY.toSeconds()));
    }

    /// The cause goes to the log only.
    static Problem internal(Throwable cause) {
        return new Problem(
                HttpStatus.INTERNAL_SERVER_ERROR,
                Reason.INTERNAL_ERROR,
                "Something went wrong; the trace id finds it in the log.",
                cause);
    }

    HttpStatus status() {
        return status;
    }

    Reason reason() {
        return reason;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    /// The name of the parameter that is wrong; empty where none is.
    String parameter() {
        return parameter;
    }

    HttpHeaders headers() {
        return headers;
    }

    private Problem with(String header, String value) {
        headers.set(header, value);
        return this;
    }
}

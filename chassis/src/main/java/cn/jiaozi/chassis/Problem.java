package cn.jiaozi.chassis;

import cn.jiaozi.contracts.Reason;
import java.io.Serial;
import java.util.List;
import org.springframework.http.HttpStatus;

/// The caller is wrong, or somebody is away: no act was begun. Becomes an RFC 9457 answer.
public final class Problem extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final HttpStatus status;
    private final Reason reason;
    private final transient List<FieldError> errors;

    /// @param pointer JSON pointer (RFC 6901) into the body, or the name of a parameter or header
    public record FieldError(String pointer, String detail) {}

    private Problem(HttpStatus status, Reason reason, String detail, List<FieldError> errors) {
        super(detail);
        this.status = status;
        this.reason = reason;
        this.errors = errors;
    }

    public static Problem of(HttpStatus status, Reason reason, String detail) {
        return new Problem(status, reason, detail, List.of());
    }

    public static Problem notFound(String detail) {
        return of(HttpStatus.NOT_FOUND, Reason.NOT_FOUND, detail);
    }

    /// Something that the request names is not there.
    public static Problem notFound(String pointer, String detail) {
        return new Problem(HttpStatus.NOT_FOUND, Reason.NOT_FOUND, detail, List.of(new FieldError(pointer, detail)));
    }

    public static Problem forbidden(String detail) {
        return of(HttpStatus.FORBIDDEN, Reason.FORBIDDEN, detail);
    }

    /// The same id with other content; tell only the caller who made the first one.
    public static Problem conflict(String pointer, String detail) {
        return new Problem(
                HttpStatus.CONFLICT,
                Reason.IDEMPOTENCY_CONFLICT,
                detail,
                List.of(new FieldError(pointer, "differs from the first request with this id")));
    }

    public static Problem badRequest(String pointer, String detail) {
        return new Problem(
                HttpStatus.BAD_REQUEST, Reason.BAD_REQUEST, detail, List.of(new FieldError(pointer, detail)));
    }

    public HttpStatus status() {
        return status;
    }

    public Reason reason() {
        return reason;
    }

    public List<FieldError> errors() {
        return errors;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}

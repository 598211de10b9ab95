package cn.jiaozi.chassis;

import cn.jiaozi.contracts.Reason;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.bind.support.WebExchangeBindException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebInputException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.InvalidTypeIdException;

/// Every problem becomes an RFC 9457 answer with a stable reason, and, where the caller is wrong, the field.
@RestControllerAdvice
final class ProblemAdvice {
    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);
    private static final Set<HttpStatusCode> COME_AGAIN =
            Set.of(HttpStatus.SERVICE_UNAVAILABLE, HttpStatus.TOO_MANY_REQUESTS);

    @ExceptionHandler
    ResponseEntity<ProblemDetail> problem(Problem problem, ServerWebExchange exchange) {
        return answer(problem.status(), problem.reason(), problem.detail(), problem.errors(), exchange);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> invalidBody(WebExchangeBindException error, ServerWebExchange exchange) {
        var errors = error.getFieldErrors().stream()
                .map(field ->
                        new Problem.FieldError(pointer(field.getField()), String.valueOf(field.getDefaultMessage())))
                .toList();
        return badRequest("The body is not valid", errors, exchange);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> invalidParameter(HandlerMethodValidationException error, ServerWebExchange exchange) {
        var errors = new ArrayList<Problem.FieldError>();
        for (var result : error.getParameterValidationResults()) {
            if (result instanceof ParameterErrors body) {
                body.getFieldErrors()
                        .forEach(field -> errors.add(new Problem.FieldError(
                                pointer(field.getField()), String.valueOf(field.getDefaultMessage()))));
            } else {
                String name = String.valueOf(result.getMethodParameter().getParameterName());
                result.getResolvableErrors()
                        .forEach(message ->
                                errors.add(new Problem.FieldError(name, String.valueOf(message.getDefaultMessage()))));
            }
        }
        return badRequest("A parameter is not valid", errors, exchange);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unreadable(ServerWebInputException error, ServerWebExchange exchange) {
        for (@Nullable Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof DataBufferLimitException) {
                return answer(
                        HttpStatus.CONTENT_TOO_LARGE,
                        Reason.BODY_TOO_LARGE,
                        "The body is larger than what is accepted here",
                        List.of(),
                        exchange);
            }
            if (cause instanceof JacksonException json) {
                String detail = firstSentence(json.getOriginalMessage());
                return badRequest(
                        "The body is not what is expected here",
                        List.of(new Problem.FieldError(pointer(json), detail)),
                        exchange);
            }
        }
        var parameter = error.getMethodParameter();
        String pointer = parameter == null || parameter.hasParameterAnnotation(RequestBody.class)
                ? ""
                : String.valueOf(parameter.getParameterName());
        String detail = String.valueOf(error.getReason());
        return badRequest(detail, List.of(new Problem.FieldError(pointer, detail)), exchange);
    }

    /// What the framework itself answers: unknown path, wrong method, wrong media type.
    @ExceptionHandler
    ResponseEntity<ProblemDetail> framework(ErrorResponseException error, ServerWebExchange exchange) {
        HttpStatusCode status = error.getStatusCode();
        var answer =
                answer(status, reasonOf(status), String.valueOf(error.getBody().getDetail()), List.of(), exchange);
        var headers = new HttpHeaders(answer.getHeaders());
        headers.putAll(error.getHeaders());
        return new ResponseEntity<>(answer.getBody(), headers, status);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> broken(Exception error, ServerWebExchange exchange) {
        if (Blame.isOfTheWorld(error)) {
            log.warn("Away for the moment: {}", error.toString());
            return answer(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    Reason.UPSTREAM_UNAVAILABLE,
                    Reason.UPSTREAM_UNAVAILABLE.en(),
                    List.of(),
                    exchange);
        }
        log.error("A request failed", error);
        return answer(
                HttpStatus.INTERNAL_SERVER_ERROR,
                Reason.INTERNAL_ERROR,
                Reason.INTERNAL_ERROR.en(),
                List.of(),
                exchange);
    }

    private static ResponseEntity<ProblemDetail> badRequest(
            String detail, List<Problem.FieldError> errors, ServerWebExchange exchange) {
        return answer(HttpStatus.BAD_REQUEST, Reason.BAD_REQUEST, detail, errors, exchange);
    }

    private static ResponseEntity<ProblemDetail> answer(
            HttpStatusCode status,
            Reason reason,
            String detail,
            List<Problem.FieldError> errors,
            ServerWebExchange exchange) {
        var response = ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (COME_AGAIN.contains(status)) {
            response.header(HttpHeaders.RETRY_AFTER, "1");
        }
        return response.body(body(
                status, reason, detail, errors, exchange.getRequest().getPath().value()));
    }

    static ProblemDetail body(
            HttpStatusCode status, Reason reason, String detail, List<Problem.FieldError> errors, String path) {
        var body = ProblemDetail.forStatusAndDetail(status, detail);
        body.setType(URI.create("https://jiaozi.example/problems/"
                + reason.name().toLowerCase(Locale.ROOT).replace('_', '-')));
        body.setTitle(reason.en());
        body.setInstance(URI.create(path));
        body.setProperty("reason", reason);
        body.setProperty("reasonText", Map.of("en", reason.en(), "zh", reason.zh()));
        if (!errors.isEmpty()) {
            body.setProperty("errors", errors);
        }
        return body;
    }

    private static Reason reasonOf(HttpStatusCode status) {
        return switch (status.value()) {
            case 401 -> Reason.UNAUTHENTICATED;
            case 403 -> Reason.FORBIDDEN;
            case 404 -> Reason.NOT_FOUND;
            case 405 -> Reason.METHOD_NOT_ALLOWED;
            case 406 -> Reason.NOT_ACCEPTABLE;
            case 413 -> Reason.BODY_TOO_LARGE;
            case 415 -> Reason.UNSUPPORTED_MEDIA_TYPE;
            case 503 -> Reason.UPSTREAM_UNAVAILABLE;
            default -> status.is4xxClientError() ? Reason.BAD_REQUEST : Reason.INTERNAL_ERROR;
        };
    }

    /// Such as `days[0].date`, as validation names it.
    private static String pointer(String field) {
        return "/" + field.replace('.', '/').replaceAll("\\[(\\d+)]", "/$1");
    }

    private static String pointer(JacksonException error) {
        var pointer = new StringBuilder();
        for (var reference : error.getPath()) {
            pointer.append('/');
            if (reference.getPropertyName() == null) {
                pointer.append(reference.getIndex());
            } else {
                pointer.append(reference.getPropertyName());
            }
        }
        // A missing or unknown kind is found before there is an object whose field it could be.
        if (error instanceof InvalidTypeIdException untyped) {
            var kind = untyped.getBaseType().getRawClass().getAnnotation(JsonTypeInfo.class);
            pointer.append(kind == null ? "" : "/" + kind.property());
        }
        return pointer.toString();
    }

    /// The mapper's messages go on with class names that are nobody's business.
    private static String firstSentence(@Nullable String message) {
        if (message == null) {
            return "is not readable";
        }
        int end = message.indexOf('\n');
        String line = end < 0 ? message : message.substring(0, end);
        int detail = line.indexOf(" (class ");
        int type = line.indexOf(" of type `");
        int cut = detail >= 0 ? detail : type >= 0 ? type : line.length();
        return line.substring(0, cut);
    }
}

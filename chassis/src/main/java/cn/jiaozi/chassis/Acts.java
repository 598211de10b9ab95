package cn.jiaozi.chassis;

import java.time.Duration;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import reactor.core.publisher.Mono;

/// How an act is answered: 202 while it is open, 201 when it is first finished, 200 on a repeat. `Prefer: wait=N`
/// (RFC 7240) turns a 202 into the finished answer when it ends in time.
public final class Acts {
    private static final Pattern WAIT = Pattern.compile("\\s*wait\\s*=\\s*(\\d{1,4})\\s*");
    private static final int LONGEST_WAIT_SECONDS = 30;

    private final Waiters waiters;

    Acts(Waiters waiters) {
        this.waiters = waiters;
    }

    public <T extends Act> Mono<ResponseEntity<T>> put(
            @Nullable String prefer, Mono<Begun<T>> begin, Function<T, Mono<T>> reread) {
        Duration wait = waitOf(prefer);
        return begin.flatMap(begun -> {
            if (begun.act().finished()) {
                return Mono.just(answer(begun.existed() ? HttpStatus.OK : HttpStatus.CREATED, begun.act(), wait));
            }
            return awaitEnd(begun.act(), !begun.existed(), wait, reread)
                    .map(act -> answer(act.finished() ? HttpStatus.CREATED : HttpStatus.ACCEPTED, act, wait));
        });
    }

    public <T extends Act> Mono<ResponseEntity<T>> get(
            @Nullable String prefer, Mono<T> find, Function<T, Mono<T>> reread) {
        Duration wait = waitOf(prefer);
        return find.flatMap(act -> act.finished() ? Mono.just(act) : awaitEnd(act, false, wait, reread))
                .map(act -> answer(HttpStatus.OK, act, wait));
    }

    private <T extends Act> Mono<T> awaitEnd(T act, boolean fresh, Duration wait, Function<T, Mono<T>> reread) {
        if (wait.isZero()) {
            return Mono.just(act);
        }
        return fresh
                ? waiters.awaitFresh(act, wait, () -> reread.apply(act))
                : waiters.await(act, wait, () -> reread.apply(act));
    }

    private static <T> ResponseEntity<T> answer(HttpStatus status, T act, Duration wait) {
        var response = ResponseEntity.status(status);
        if (!wait.isZero()) {
            response.header("Preference-Applied", "wait=" + wait.toSeconds());
        }
        return response.body(act);
    }

    private static Duration waitOf(@Nullable String prefer) {
        if (prefer == null) {
            return Duration.ZERO;
        }
        var wait = WAIT.matcher(prefer);
        if (!wait.matches()) {
            throw Problem.badRequest("Prefer", "The header Prefer must be wait=<seconds>");
        }
        return Duration.ofSeconds(Math.min(Integer.parseInt(wait.group(1)), LONGEST_WAIT_SECONDS));
    }
}

package cn.jiaozi.chassis;

import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import reactor.core.publisher.Mono;

/// `POST /actuator/reannounce`, for operators within the cluster; see docs/operations.md.
@Endpoint(id = "reannounce")
final class ReannounceEndpoint {
    /// Longer than any consumer has ever been behind.
    private static final Duration LATELY = Duration.ofDays(1);

    private final Reannouncing reannouncing;
    private final Clock clock;

    ReannounceEndpoint(Reannouncing reannouncing, Clock clock) {
        this.reannouncing = reannouncing;
        this.clock = clock;
    }

    /// @param since of what has ended, what was asked for before is left out; by default a day ago
    @WriteOperation
    Mono<Map<String, Long>> reannounce(@Nullable OffsetDateTime since) {
        return reannouncing.run(since == null ? clock.instant().minus(LATELY) : since.toInstant());
    }
}

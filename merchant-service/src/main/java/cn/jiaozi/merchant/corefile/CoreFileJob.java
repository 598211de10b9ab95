package cn.jiaozi.merchant.corefile;

import cn.jiaozi.chassis.Jobs;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Sweeps away the lines of uploads that came to nothing, some at a time.
@Component
class CoreFileJob {
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);
    /// Longer than the gateway lets any upload last.
    private static final Duration GIVEN_UP_AFTER = Duration.ofHours(1);
    private static final int AT_ONCE = 20_000;

    CoreFileJob(Jobs jobs, CoreLineStore lines, Clock clock) {
        jobs.start(
                "core-file-rest",
                LOOK_EVERY,
                () -> lines.rest(clock.instant().minus(GIVEN_UP_AFTER))
                        .flatMap(fileId -> Mono.defer(() -> lines.sweep(fileId, AT_ONCE))
                                .repeat()
                                .takeUntil(gone -> gone == 0)
                                .then()));
    }
}

package cn.jiaozi.chassis;

import java.time.Duration;
import reactor.core.publisher.Mono;

/// What must hold before a service takes part in anything; an error refuses the start, and its message says why.
public interface StartCheck {
    Duration PATIENCE = Duration.ofMinutes(2);

    Mono<Void> run();
}

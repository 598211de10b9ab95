package cn.jiaozi.ledger.journal;

import cn.jiaozi.chassis.Jobs;
import cn.jiaozi.contracts.LedgerRequest;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Gives back what was held until a time that is over. The ledger asks itself, by the same door as everybody else, so
/// an expiry has its id, its one outcome and its place in the order; several instances may ask at once.
@Component
class HoldExpiry {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final int AT_ONCE = 500;

    private final HoldStore holds;
    private final JournalService journal;
    private final Clock clock;

    HoldExpiry(HoldStore holds, JournalService journal, Clock clock, Jobs jobs) {
        this.holds = holds;
        this.journal = journal;
        this.clock = clock;
        jobs.start("hold-expiry", LOOK_EVERY, this::expire);
    }

    Mono<Void> expire() {
        return holds.due(clock.instant(), AT_ONCE)
                .cast(LedgerRequest.class)
                .collectList()
                .filter(due -> !due.isEmpty())
                .flatMap(journal::decide);
    }
}

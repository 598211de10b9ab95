package cn.jiaozi.wallet.counter;

import cn.jiaozi.chassis.Problem;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

@Service
public class CounterService {
    private final CounterStore store;
    private final Clock clock;

    /// @param existed whether it was so before
    record Put(Counter counter, boolean existed) {}

    CounterService(CounterStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /// The counter; a problem where there is none.
    @Transactional
    public Mono<Counter> known(String counterId) {
        return find(List.of(counterId))
                .mapNotNull(found -> found.get(counterId))
                .switchIfEmpty(Mono.error(Problem.notFound("counterId", "There is no such counter")));
    }

    /// Counters by id; those that do not exist are absent.
    @Transactional
    public Mono<Map<String, Counter>> find(Collection<String> counterIds) {
        return store.find(counterIds)
                .map(found -> found.stream().collect(Collectors.toMap(Counter::counterId, counter -> counter)));
    }

    /// Counters are the institution's: whoever registers one again finds it, also a colleague.
    @Transactional
    Mono<Put> register(String counterId, Counter.Kind kind, String accountNo, String by) {
        var asked = new Counter(counterId, kind, accountNo, by, clock.instant(), Optional.empty());
        return store.insert(asked)
                .flatMap(inserted -> inserted
                        ? Mono.just(new Put(asked, false))
                        : known(counterId).map(known -> repeated(known, asked)));
    }

    /// What has begun there ends as it would have ended.
    @Transactional
    Mono<Put> close(String counterId, String reason, String by) {
        return store.lock(counterId)
                .switchIfEmpty(Mono.error(Problem.notFound("counterId", "There is no such counter")))
                .flatMap(known -> {
                    if (!known.isOpen()) {
                        return Mono.just(new Put(known, true));
                    }
                    var closure = new Counter.Closure(by, reason, clock.instant());
                    return store.close(counterId, closure).thenReturn(new Put(known.closed(closure), false));
                });
    }

    private static Put repeated(Counter known, Counter asked) {
        known.difference(asked).ifPresent(pointer -> {
            throw Problem.conflict(pointer, "This id was used for another counter");
        });
        return new Put(known, true);
    }
}

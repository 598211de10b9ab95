package cn.jiaozi.wallet.limit;

import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.chassis.Problem;
import java.time.Clock;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

@Service
public class LimitService {
    private final LimitStore store;
    private final Clock clock;

    /// @param existed whether it was set before, with the same content
    record Put(LimitPolicy policy, boolean existed) {}

    LimitService(LimitStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Transactional
    public Mono<LimitPolicies> policies() {
        return store.all();
    }

    /// A policy is never changed once it is set: another day, another policy.
    @Transactional
    Mono<Put> put(LimitPolicy policy) {
        return store.find(policy.walletClass(), policy.effectiveOn())
                .map(known -> known(known, policy))
                .switchIfEmpty(Mono.defer(() -> putNew(policy)));
    }

    private Mono<Put> putNew(LimitPolicy policy) {
        if (policy.effectiveOn().isBefore(BusinessTime.dayOf(clock.instant()))) {
            return Mono.error(Problem.badRequest("effectiveOn", "must not be in the past"));
        }
        // Two at once for the same day: the one who waited for the other finds its row.
        return store.insert(policy)
                .flatMap(inserted -> inserted
                        ? Mono.just(new Put(policy, false))
                        : store.find(policy.walletClass(), policy.effectiveOn()).map(known -> known(known, policy)));
    }

    private static Put known(LimitPolicy known, LimitPolicy asked) {
        known.terms().difference(asked.terms()).ifPresent(pointer -> {
            throw Problem.conflict(pointer, "There is another policy for this class and day");
        });
        return new Put(known, true);
    }
}

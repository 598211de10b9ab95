package cn.jiaozi.wallet.load;

import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.sdk.voucher.Limits;
import cn.jiaozi.wallet.load.PurseLimitStore.Kept;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// What chips are told to obey, as data with a day on which it takes effect.
@Service
class PurseLimitService {
    private final PurseLimitStore store;
    private final Clock clock;

    /// @param existed whether it was set before, with the same content
    record Put(Kept policy, boolean existed) {}

    PurseLimitService(PurseLimitStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /// What a chip that is loaded now is told.
    @Transactional
    Mono<Limits> inForce(LoadLimits kind) {
        return store.inForce(kind, BusinessTime.dayOf(clock.instant())).map(Kept::limits);
    }

    @Transactional
    Mono<List<Kept>> policies() {
        return store.all();
    }

    /// A policy is never changed once it is set: another day, another policy. A chip that is loaded keeps what it was
    /// told until its next load.
    @Transactional
    Mono<Put> put(PurseLimitPolicy policy) {
        return store.lock()
                .then(store.find(policy.kind(), policy.effectiveOn()))
                .map(known -> known(known, policy))
                .switchIfEmpty(Mono.defer(() -> putNew(policy)));
    }

    private Mono<Put> putNew(PurseLimitPolicy policy) {
        if (policy.effectiveOn().isBefore(BusinessTime.dayOf(clock.instant()))) {
            return Mono.error(Problem.badRequest("effectiveOn", "must not be in the past"));
        }
        if (policy.terms().singleWithPinFen() < policy.terms().singleFen()) {
            return Mono.error(Problem.badRequest("/singleWithPinFen", "must not be less than singleFen"));
        }
        return store.insert(policy).map(kept -> new Put(kept, false));
    }

    private static Put known(Kept known, PurseLimitPolicy asked) {
        known.policy().terms().difference(asked.terms()).ifPresent(pointer -> {
            throw Problem.conflict(pointer, "There is another policy for this kind and day");
        });
        return new Put(known, true);
    }
}

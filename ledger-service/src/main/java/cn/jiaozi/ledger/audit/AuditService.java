package cn.jiaozi.ledger.audit;

import cn.jiaozi.chassis.Problem;
import java.time.LocalDate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Reads the books in one snapshot, while the writer goes on.
@Service
class AuditService {
    private final AuditStore store;

    AuditService(AuditStore store) {
        this.store = store;
    }

    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    Mono<TrialBalance> trialBalance() {
        return store.head().flatMap(head -> store.rows().collectList().map(rows -> TrialBalance.of(head, rows)));
    }

    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    Mono<TrialBalance> trialBalanceOfBlock(long number) {
        return store.headOfBlock(number)
                .switchIfEmpty(Mono.error(() -> Problem.notFound("There is no such block")))
                .flatMap(this::of);
    }

    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    Mono<TrialBalance> trialBalanceOfDay(LocalDate date) {
        return store.headOfDay(date)
                .switchIfEmpty(Mono.error(() -> Problem.notFound("This accounting day is not closed")))
                .flatMap(this::of);
    }

    private Mono<TrialBalance> of(TrialBalance.PastHead past) {
        return store.keeps(past)
                .filter(kept -> kept)
                .switchIfEmpty(Mono.error(() -> Problem.notFound("Entries of this block's day are archived")))
                .flatMap(_ -> store.rows(past).collectList())
                .map(rows -> TrialBalance.of(past.head(), rows));
    }

    @Transactional(readOnly = true)
    Mono<Invariant.All> invariants() {
        return store.invariants().collectList().map(Invariant.All::of);
    }
}

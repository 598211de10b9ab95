package cn.jiaozi.merchant.remedy;

import cn.jiaozi.chassis.Waiters;
import cn.jiaozi.merchant.audit.AuditLine;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Stores that a remedy has ended by an answer, and tells it to those who wait; inside of the answer's transaction.
@Component
class RemedyEnding {
    private final RemedyStore store;
    private final RemedyNotes notes;
    private final Waiters waiters;

    RemedyEnding(RemedyStore store, RemedyNotes notes, Waiters waiters) {
        this.store = store;
        this.notes = notes;
        this.waiters = waiters;
    }

    Mono<Void> ended(Remedy remedy) {
        return store.move(remedy)
                .then(notes.add(AuditLine.SUITE, remedy))
                .then(waiters.wakeAfterCommit(List.of(remedy.actKey())));
    }
}

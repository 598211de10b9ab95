package cn.jiaozi.ledger.audit;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.ledger.audit.FindingStore.Release;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// What follows from a finding: a wrong account takes part in nothing new, and when the chain or the trial balance is
/// wrong the shard stands still. Two people, each in their own name, let it go on.
@Service
class FindingService {
    private static final Logger log = LoggerFactory.getLogger(FindingService.class);

    private final FindingStore store;
    private final Clock clock;
    private final AtomicLong open = new AtomicLong();
    private final AtomicLong stopped = new AtomicLong();
    private final AtomicLong quarantined = new AtomicLong();

    FindingService(FindingStore store, Clock clock, MeterRegistry metrics) {
        this.store = store;
        this.clock = clock;
        metrics.gauge("jiaozi.audit.findings", open);
        metrics.gauge("jiaozi.ledger.stopped", stopped);
        metrics.gauge("jiaozi.ledger.quarantined", quarantined);
    }

    /// Writes down what is not open yet; [#act] follows.
    @Transactional
    public Mono<Void> note(List<Finding> findings) {
        if (findings.isEmpty()) {
            return Mono.empty();
        }
        return store.note(findings, clock.instant())
                // The address is an account's and stays in the table.
                .doOnNext(found -> log.error(
                        "Audit: {} in block {}, entry {}",
                        found.kind(),
                        found.block().orElse(null),
                        found.height().orElse(null)))
                .then();
    }

    /// Acts on what is open, by whomever and whenever it was written down.
    @Transactional
    public Mono<Void> act() {
        return store.isActedOn()
                .filter(done -> !done)
                .flatMap(_ -> store.lockShard().then(store.act()));
    }

    @Transactional(readOnly = true)
    public Mono<FindingView.Page> findings(long before, int atMost) {
        return store.findings(before, atMost)
                .collectList()
                .zipWith(
                        store.standing(),
                        (page, standing) -> new FindingView.Page(
                                standing.stopped(),
                                page,
                                page.size() < atMost
                                        ? Optional.empty()
                                        : Optional.of(page.getLast().number())));
    }

    /// One person's release. The first one changes nothing yet, nor does a second one by the same person.
    @Transactional
    public Mono<FindingView> release(long number, String id, String note, Caller caller) {
        var release = new Release(number, id, caller.party(), note, clock.instant());
        return store.lockShard()
                .then(store.find(number))
                .switchIfEmpty(Mono.error(() -> Problem.notFound("There is no such finding")))
                .flatMap(_ -> store.released(caller.party(), id))
                .flatMap(known -> conflict(known, release))
                .switchIfEmpty(Mono.defer(() -> store.release(release)))
                .then(store.settle(clock.instant()))
                .then(store.act())
                .then(store.find(number));
    }

    private static Mono<Void> conflict(Release known, Release release) {
        if (known.number() != release.number()) {
            return Mono.error(Problem.conflict("/number", "This id has released another finding"));
        }
        return known.note().equals(release.note())
                ? Mono.empty()
                : Mono.error(Problem.conflict("/note", "This id was used with another note"));
    }

    Mono<Void> count() {
        return store.standing()
                .doOnNext(standing -> {
                    open.set(standing.open());
                    stopped.set(standing.stopped() ? 1 : 0);
                    quarantined.set(standing.quarantined());
                })
                .then();
    }
}

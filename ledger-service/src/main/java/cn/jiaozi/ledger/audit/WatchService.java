package cn.jiaozi.ledger.audit;

import cn.jiaozi.ledger.audit.WatchStore.Progress;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// The continuous audit's looks at the books. Each is one snapshot; none keeps the writer waiting.
@Service
class WatchService {
    private static final long ENTRIES_AT_ONCE = 50_000;
    private static final int FINDINGS_AT_ONCE = 100;

    private final WatchStore store;
    private final FindingService findings;

    WatchService(WatchStore store, FindingService findings) {
        this.store = store;
        this.findings = findings;
    }

    /// Counts on from entry to entry; then the counters of accounts against what was counted, and the trial balance
    /// whenever all of them have been compared. What is counted is counted once, so what that finds is written
    /// down with it.
    ///
    /// @return how many entries are not counted yet; accounts are compared only when none is left. Empty while
    ///         another auditor is at work
    @Transactional(isolation = Isolation.REPEATABLE_READ)
    public Mono<Long> look() {
        return store.lock()
                .filter(mine -> mine)
                .flatMap(_ -> store.progress())
                .flatMap(progress -> begin(progress).then(Mono.defer(() -> look(progress))));
    }

    private Mono<Void> begin(Progress progress) {
        return progress.account() < progress.accounts()
                ? store.begin(progress.account(), progress.accounts())
                : Mono.empty();
    }

    private Mono<Long> look(Progress progress) {
        long to = Math.min(progress.head(), progress.height() + ENTRIES_AT_ONCE);
        var counted =
                progress.isBehind() ? store.count(progress.height(), to, FINDINGS_AT_ONCE) : Flux.<Finding>empty();
        var compared = to < progress.head() ? Flux.<Finding>empty() : compare(progress);
        return Flux.concat(counted, compared)
                .collectList()
                .flatMap(findings::note)
                .thenReturn(progress.head() - to);
    }

    private Flux<Finding> compare(Progress progress) {
        long to = progress.comparing();
        boolean round = to == progress.accounts();
        return Flux.concat(
                store.wrongCounters(progress.compared(), to, FINDINGS_AT_ONCE),
                round ? store.wrongTrialBalance() : Mono.empty(),
                store.compared(round ? 0 : to).cast(Finding.class));
    }
}

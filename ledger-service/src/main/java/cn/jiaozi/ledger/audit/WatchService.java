package cn.jiaozi.ledger.audit;

import cn.jiaozi.ledger.audit.WatchStore.Progress;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// The continuous audit's looks at the books. Each is one snapshot; none keeps the writer waiting.
@Service
class WatchService {
    private static final long ENTRIES_AT_ONCE = 100_000;
    private static final int FINDINGS_AT_ONCE = 100;

    private final WatchStore store;

    /// @param behind how many entries are not counted yet; accounts are compared only when none is left
    record Look(long behind, List<Finding> findings) {}

    WatchService(WatchStore store) {
        this.store = store;
    }

    /// Counts on from entry to entry; then every account's counters against what was counted, and the trial balance.
    @Transactional(isolation = Isolation.REPEATABLE_READ)
    public Mono<Look> look() {
        return store.lock().filter(mine -> mine).flatMap(_ -> store.progress()).flatMap(progress -> {
            long to = Math.min(progress.head(), progress.height() + ENTRIES_AT_ONCE);
            return count(progress, to).then(to < progress.head() ? behind(progress.head() - to) : compare());
        });
    }

    private Mono<Void> count(Progress progress, long to) {
        return progress.isBehind() ? store.count(progress.height(), to) : Mono.empty();
    }

    private static Mono<Look> behind(long entries) {
        return Mono.just(new Look(entries, List.of()));
    }

    private Mono<Look> compare() {
        return Flux.concat(store.wrongTrialBalance(), store.wrongCounters(FINDINGS_AT_ONCE))
                .collectList()
                .map(findings -> new Look(0, findings));
    }
}

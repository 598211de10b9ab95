package cn.jiaozi.ledger.journal;

import cn.jiaozi.contracts.LedgerEvent;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Counts what was decided for the first time; repeats are none of it. A conflict is somebody's mistake and is told.
@Component
class JournalMetrics {
    private static final Logger log = LoggerFactory.getLogger(JournalMetrics.class);

    private final MeterRegistry metrics;
    private final DistributionSummary batches;

    JournalMetrics(MeterRegistry metrics) {
        this.metrics = metrics;
        this.batches = DistributionSummary.builder("jiaozi.ledger.batch").register(metrics);
    }

    void record(List<Entry> entries, List<Decision> decisions) {
        batches.record(decisions.size());
        entries.forEach(entry -> metrics.counter(
                        "jiaozi.ledger.entries", "kind", entry.kind().name())
                .increment());
        decisions.forEach(this::record);
    }

    private void record(Decision decision) {
        switch (decision) {
            case Decision.Decided(var outcome) -> {
                if (outcome.answer() instanceof LedgerEvent.Rejected rejected) {
                    countRejection(rejected);
                }
            }
            case Decision.OutOfOrder(var rejected) -> countRejection(rejected);
            case Decision.Conflicting(var conflicted) -> {
                metrics.counter("jiaozi.ledger.conflicts").increment();
                log.warn("Conflict: {} differs in {} from what is known", conflicted.id(), conflicted.field());
            }
            case Decision.Repeated _ -> {}
        }
    }

    private void countRejection(LedgerEvent.Rejected rejected) {
        metrics.counter("jiaozi.ledger.rejections", "reason", rejected.reason().name())
                .increment();
    }
}

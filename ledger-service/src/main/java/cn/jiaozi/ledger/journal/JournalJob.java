package cn.jiaozi.ledger.journal;

import cn.jiaozi.chassis.Jobs;
import cn.jiaozi.chassis.Reannouncing;
import java.time.Duration;
import org.springframework.stereotype.Component;

/// Keeps a partition ahead of the journal: ten million heights are twenty minutes at the speed of a whole country. And
/// says that entries can be announced again.
@Component
class JournalJob {
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    JournalJob(JournalStore store, JournalService journal, Jobs jobs, Reannouncing reannouncing) {
        jobs.start("journal-partitions", LOOK_EVERY, store::addPartitions);
        reannouncing.add("entry", journal::reannounce);
    }
}

package cn.jiaozi.ledger.journal;

import cn.jiaozi.chassis.Jobs;
import java.time.Duration;
import org.springframework.stereotype.Component;

/// Keeps a partition ahead of the journal: ten million heights are twenty minutes at the speed of a whole country.
@Component
class JournalPartitions {
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    JournalPartitions(JournalStore journal, Jobs jobs) {
        jobs.start("journal-partitions", LOOK_EVERY, journal::addPartitions);
    }
}

package cn.jiaozi.merchant.bill;

import cn.jiaozi.contracts.Checkpoint;
import cn.jiaozi.contracts.ShardMap;
import cn.jiaozi.merchant.book.TimeStore;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Opens days when they are complete and counts the wallets of their merchants.
@Service
public class DayService {
    private static final int MERCHANTS_AT_ONCE = 500;

    private final DayStore days;
    private final TimeStore time;
    private final ShardMap shards;
    private final Clock clock;

    DayService(DayStore days, TimeStore time, ShardMap shards, Clock clock) {
        this.days = days;
        this.time = time;
        this.shards = shards;
        this.clock = clock;
    }

    @Transactional
    public Mono<Void> keep(List<Checkpoint> checkpoints) {
        return checkpoints.isEmpty()
                ? Mono.empty()
                : days.keep(checkpoints.stream()
                        .map(each -> ShardCheckpoint.of(each, shards.count()))
                        .distinct()
                        .toList());
    }

    /// True when a day has become complete.
    @Transactional
    Mono<Boolean> open() {
        return days.open(shards.count())
                .flatMap(day -> days.nameCheckpoints(day).thenReturn(true))
                .defaultIfEmpty(false);
    }

    /// Makes the legs of the open day easy to find on one side. True when something was done.
    @Transactional
    Mono<Boolean> index() {
        return days.counting().flatMap(day -> time.take().then(days.index(day))).defaultIfEmpty(false);
    }

    /// Counts some merchants of the open day, wants the bills of those that moved, and finishes the day when no
    /// merchant is left. True when something was done.
    @Transactional
    Mono<Boolean> count() {
        return days.counting()
                .flatMap(day -> time.take().thenReturn(day))
                .flatMap(day -> days.count(day, MERCHANTS_AT_ONCE, clock.instant())
                        .filter(found -> found == 0)
                        .flatMap(_ -> days.finish(day, clock.instant()))
                        .thenReturn(true))
                .defaultIfEmpty(false);
    }

    /// What did not add up is looked at again.
    @Transactional
    Mono<Void> recount() {
        return time.take()
                .thenMany(days.flawed())
                .concatMap(day -> days.recount(day, clock.instant()))
                .then();
    }
}

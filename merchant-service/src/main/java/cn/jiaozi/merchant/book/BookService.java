package cn.jiaozi.merchant.book;

import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.contracts.LedgerDay;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.ShardMap;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Keeps what was said, once however often it is told, and finds out which days are here whole.
@Service
public class BookService {
    private static final Logger log = LoggerFactory.getLogger(BookService.class);

    private static final int AT_ONCE = 10;

    private final BookStore store;
    private final TimeStore time;
    private final ShardMap shards;
    private final Clock clock;

    BookService(BookStore store, TimeStore time, ShardMap shards, Clock clock) {
        this.store = store;
        this.time = time;
        this.shards = shards;
        this.clock = clock;
    }

    @Transactional
    public Mono<Void> keepEntries(List<LedgerEvent> events) {
        Map<Boolean, List<Line>> lines = events.stream()
                .flatMap(event -> Line.of(event, shards).stream())
                .collect(Collectors.partitioningBy(line -> line.kind() == Line.Kind.NOTHING));
        var posted = lines.getOrDefault(false, List.of());
        var nothing = lines.getOrDefault(true, List.of());
        return onDays(posted, Line::on)
                .then(onDays(nothing, Line::on))
                .then(posted.isEmpty() ? Mono.empty() : store.keepLegs(posted))
                .then(nothing.isEmpty() ? Mono.empty() : store.keepHolds(nothing));
    }

    @Transactional
    public Mono<Void> keepEndings(List<Ending> endings) {
        return endings.isEmpty() ? Mono.empty() : onDays(endings, Ending::on).then(store.keepEndings(endings));
    }

    @Transactional
    public Mono<Void> keepDays(List<LedgerDay> days) {
        return store.keepDays(days);
    }

    /// The bank's business day: the calendar's, or a later one where the ledger has cut days before their midnight.
    @Transactional(readOnly = true)
    public Mono<LocalDate> today() {
        var calendar = BusinessTime.dayOf(clock.instant());
        return store.dayAfterClosed()
                .map(day -> day.isAfter(calendar) ? day : calendar)
                .defaultIfEmpty(calendar);
    }

    /// Looks at days that were closed and not complete yet.
    ///
    /// @return how many of them still lack something
    @Transactional
    Mono<Long> complete() {
        return time.take()
                .then(store.incomplete(AT_ONCE))
                .flatMapIterable(days -> days)
                .concatMap(this::complete)
                .filter(whole -> !whole)
                .count();
    }

    private Mono<Boolean> complete(ClosedDay day) {
        return store.found(day).flatMap(found -> {
            if (found.isAll()) {
                return store.complete(day, clock.instant()).thenReturn(true);
            }
            log.info("Accounting day {} is not here whole: {}", day, found);
            return Mono.just(false);
        });
    }

    private <T> Mono<Void> onDays(Collection<T> rows, Function<T, LocalDate> day) {
        var days = rows.stream().map(day).distinct().toList();
        return days.isEmpty() ? Mono.empty() : store.addDays(days);
    }
}

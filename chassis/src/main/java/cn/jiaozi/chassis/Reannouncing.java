package cn.jiaozi.chassis;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// What a service can announce again from its tables, for the day on which Kafka has lost its records: what has not
/// ended, what ended lately, and every state that others keep a copy of. Whoever has heard it already finds its row and
/// changes nothing, so announcing too much costs time alone.
public final class Reannouncing {
    private static final int PAGE = 500;
    private static final Duration ROOM_AGAIN = Duration.ofMillis(200);

    private final Map<String, Source> sources = new ConcurrentHashMap<>();
    private final Outbox outbox;

    /// One table's facts, page by page in the order of their keys, each page in a transaction of its own.
    public interface Source {
        /// Announces what comes next, of no more than `atMost` rows; empty when no row is left.
        ///
        /// @param since what ended before need not be announced again
        /// @param after the last key of the page before, or `""` at the beginning
        Mono<Page> next(Instant since, String after, int atMost);
    }

    /// @param last      the last key that was looked at
    /// @param announced how many facts
    public record Page(String last, int announced) {}

    Reannouncing(Outbox outbox) {
        this.outbox = outbox;
    }

    public void add(String what, Source source) {
        sources.put(what, source);
    }

    /// Announces everything again and waits for room in the outbox in between, so that payments still get through. If
    /// it is cut off it is simply run again.
    ///
    /// @return how many facts, by what they are about
    Mono<Map<String, Long>> run(Instant since) {
        return Flux.fromIterable(sources.entrySet())
                .concatMap(source -> all(source.getValue(), since).map(count -> Map.entry(source.getKey(), count)))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue, TreeMap::new);
    }

    private Mono<Long> all(Source source, Instant since) {
        return page(source, since, "")
                .expand(page -> page(source, since, page.last()))
                .reduce(0L, (sum, page) -> sum + page.announced());
    }

    private Mono<Page> page(Source source, Instant since, String after) {
        return outbox.isCrowded()
                .filter(crowded -> !crowded)
                .repeatWhenEmpty(crowded -> crowded.delayElements(ROOM_AGAIN))
                .flatMap(_ -> source.next(since, after, PAGE));
    }
}

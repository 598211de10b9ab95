package cn.jiaozi.payment.voucher;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/// Simulated time: what is to happen, in order; nobody waits.
final class Timeline implements InstantSource {
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingLong(Event::number));
    private Instant now;
    private long number;

    private record Event(Instant at, long number, Runnable what) {}

    Timeline(Instant start) {
        now = start;
    }

    @Override
    public Instant instant() {
        return now;
    }

    void at(Instant when, Runnable what) {
        events.add(new Event(when.isBefore(now) ? now : when, number++, what));
    }

    void after(Duration delay, Runnable what) {
        at(now.plus(delay), what);
    }

    void runUntil(Instant end) {
        while (!events.isEmpty() && !events.element().at().isAfter(end)) {
            var next = events.remove();
            now = next.at();
            next.what().run();
        }
        now = end;
    }
}

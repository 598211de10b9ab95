package cn.jiaozi.ledger.day;

import cn.jiaozi.chassis.BusinessTime;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that a test sets. It only goes forward, as the books do.
final class SetClock extends Clock {
    private final AtomicReference<Instant> now = new AtomicReference<>(midnight(LocalDate.of(2027, 1, 4)));

    static Instant midnight(LocalDate day) {
        return day.atStartOfDay(BusinessTime.ZONE).toInstant();
    }

    void set(Instant instant) {
        now.accumulateAndGet(instant, (was, next) -> next.isBefore(was) ? was : next);
    }

    LocalDate today() {
        return BusinessTime.dayOf(instant());
    }

    /// The beginning of a day on which nothing has happened yet.
    LocalDate newDay() {
        var day = today().plusDays(1);
        set(midnight(day));
        return day;
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}

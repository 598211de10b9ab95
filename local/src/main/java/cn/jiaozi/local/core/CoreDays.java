package cn.jiaozi.local.core;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Which of the core's days a booking belongs to: what its clock says in Asia/Shanghai, or what it was told to call
/// today. It is written down from which booking on it was told so, so that days survive `kill -9`.
final class CoreDays implements AutoCloseable {
    /// From the booking after `after` on.
    ///
    /// @param day absent for what the clock says
    record Turn(long after, @Nullable LocalDate day, Instant at) {}

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private final JsonMapper json;
    private final Clock clock;
    private final Journal journal;
    private final TreeMap<Long, Turn> turns = new TreeMap<>();
    /// Also those between which nothing was booked.
    private final List<Turn> all = new ArrayList<>();

    CoreDays(Path dir, JsonMapper json, Clock clock) throws IOException {
        this.json = json;
        this.clock = clock;
        var file = dir.resolve("core-days.jsonl");
        for (var line : Journal.read(file)) {
            var turn = json.readValue(line, Turn.class);
            keep(turn);
        }
        this.journal = Journal.open(file);
    }

    synchronized void call(@Nullable LocalDate day, long after) {
        var turn = new Turn(after, day, clock.instant());
        keep(turn);
        journal.append(json.writeValueAsString(turn));
        journal.flushed();
    }

    private void keep(Turn turn) {
        turns.put(turn.after(), turn);
        all.add(turn);
    }

    synchronized LocalDate today() {
        return turnOf(Long.MAX_VALUE).orElseGet(() -> LocalDate.ofInstant(clock.instant(), ZONE));
    }

    /// A return has no number among the bookings; it came in the day that was called when it came.
    synchronized LocalDate of(Returned returned) {
        return all.stream()
                .filter(turn -> !turn.at().isAfter(returned.returnedAt()))
                .reduce((_, later) -> later)
                .map(Turn::day)
                .orElseGet(() -> LocalDate.ofInstant(returned.returnedAt(), ZONE));
    }

    synchronized LocalDate of(Booking booking) {
        return turnOf(booking.number())
                .orElseGet(() -> LocalDate.ofInstant(booking.answer().bookedAt(), ZONE));
    }

    private Optional<LocalDate> turnOf(long number) {
        return Optional.ofNullable(turns.lowerEntry(number))
                .map(entry -> entry.getValue().day());
    }

    @Override
    public void close() {
        journal.close();
    }
}

package cn.jiaozi.ledger.day;

import cn.jiaozi.chassis.Announcement;
import cn.jiaozi.chassis.Outbox;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.chassis.Reannouncing.Page;
import cn.jiaozi.contracts.LedgerDay;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.ledger.shard.OwnSlots;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Closes days in many small transactions: what one has counted stays counted, whoever goes on. A closed day is
/// announced, in the transaction that closes it.
@Service
class DayService {
    /// About a tenth of a second each.
    private static final int ENTRIES = 10_000;

    private static final int ACCOUNTS = 5_000;

    private final DayStore days;
    private final Outbox outbox;
    private final OwnSlots shard;
    private final Clock clock;

    DayService(DayStore days, Outbox outbox, OwnSlots shard, Clock clock) {
        this.days = days;
        this.outbox = outbox;
        this.shard = shard;
        this.clock = clock;
    }

    /// The next step of the oldest day that is not closed; nothing where there is none.
    @Transactional
    Mono<Day.Step> step() {
        return days.lockOldest().flatMap(day -> next(day).map(state -> new Day.Step(day.date(), state, day.head())));
    }

    private Mono<Day.State> next(Day day) {
        if (day.hasEntries()) {
            return days.countEntries(day.date(), day.countedHeight(), day.upto(ENTRIES))
                    .thenReturn(Day.State.COUNTED);
        }
        return day.account()
                .map(account -> days.countAccounts(day.date(), account, account + ACCOUNTS - 1)
                        .thenReturn(Day.State.COUNTED))
                .orElseGet(() -> close(day.date()));
    }

    private Mono<Day.State> close(LocalDate date) {
        return days.carryOver(date)
                .then(days.sums(date))
                .flatMap(sums -> sums.balance()
                        ? days.close(date, clock.instant())
                                .then(announce(date.minusDays(1), 1))
                                .thenReturn(Day.State.CLOSED)
                        : Mono.just(Day.State.UNBALANCED));
    }

    /// Closed days, for those who keep copies.
    ///
    /// @param after a date, or nothing at the beginning
    @Transactional
    Mono<Page> reannounce(String after, int atMost) {
        return announce(after.isEmpty() ? LocalDate.EPOCH : LocalDate.parse(after), atMost)
                .filter(told -> !told.isEmpty())
                .map(told -> new Page(told.getLast().date().toString(), told.size()));
    }

    private Mono<List<LedgerDay>> announce(LocalDate after, int atMost) {
        return days.closedAfter(after, shard.number(), atMost)
                .flatMap(closed -> outbox.announce(closed.stream()
                                .map(day -> new Announcement(Topics.LEDGER_DAY, day.key(), day))
                                .toList())
                        .thenReturn(closed));
    }

    /// The general ledger's vouchers of a closed day, made of what does not change any more.
    @Transactional(readOnly = true)
    Mono<List<Voucher>> vouchers(LocalDate date) {
        return days.isClosed(date)
                .filter(Boolean::booleanValue)
                .switchIfEmpty(Mono.error(() -> Problem.notFound("This accounting day is not closed")))
                .flatMap(_ -> days.turnovers(date).collectList())
                .map(turnovers -> Voucher.of(date, turnovers));
    }
}

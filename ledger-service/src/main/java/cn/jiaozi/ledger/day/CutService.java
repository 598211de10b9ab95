package cn.jiaozi.ledger.day;

import cn.jiaozi.chassis.AfterCommit;
import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.ledger.journal.JournalService;
import java.time.Clock;
import java.time.LocalDate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Cuts days by hand (日切): a bank that closes its books at eleven does not wait for midnight.
@Service
class CutService {
    private final DayStore days;
    private final JournalService journal;
    private final DayEnd end;
    private final DaySettings settings;
    private final Clock clock;

    CutService(DayStore days, JournalService journal, DayEnd end, DaySettings settings, Clock clock) {
        this.days = days;
        this.journal = journal;
        this.end = end;
        this.settings = settings;
        this.clock = clock;
    }

    /// The day that is cut, or was before. Days are cut in their order, and not before they have begun.
    @Transactional
    Mono<AccountingDay> cut(LocalDate date, String who) {
        return days.current().flatMap(current -> {
            if (date.isBefore(current)) {
                return find(date);
            }
            refuseEarly(date);
            return journal.cut(date)
                    .then(days.cutBy(date, who))
                    .then(AfterCommit.run(end::wake))
                    .then(Mono.defer(() -> find(date)));
        });
    }

    @Transactional(readOnly = true)
    Mono<AccountingDay> find(LocalDate date) {
        return days.find(date).switchIfEmpty(Mono.error(() -> Problem.notFound("There is no such accounting day")));
    }

    private void refuseEarly(LocalDate date) {
        var latest = BusinessTime.dayOf(clock.instant()).plusDays(settings.cutAhead());
        if (date.isAfter(latest)) {
            throw Problem.badRequest("date", "has not begun; the last day that may be cut now is " + latest);
        }
    }
}

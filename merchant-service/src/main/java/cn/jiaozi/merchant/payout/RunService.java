package cn.jiaozi.merchant.payout;

import cn.jiaozi.chassis.Problem;
import cn.jiaozi.merchant.audit.AuditLine;
import cn.jiaozi.merchant.audit.AuditService;
import cn.jiaozi.merchant.book.BookService;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Runs of a day's payouts at somebody's word.
@Service
class RunService {
    private final PlanningJob planning;
    private final BookService book;
    private final PayoutStore store;
    private final AuditService audit;
    private final Clock clock;

    /// @param planned by this run
    record Run(LocalDate dueOn, long planned, List<PayoutStore.Sum> sums) {}

    RunService(PlanningJob planning, BookService book, PayoutStore store, AuditService audit, Clock clock) {
        this.planning = planning;
        this.book = book;
        this.store = store;
        this.audit = audit;
        this.clock = clock;
    }

    /// Plans what is due on the day and not planned yet; each page of it in a transaction of its own, so that a run
    /// that was cut off is simply asked for again.
    Mono<Run> run(LocalDate dueOn) {
        return book.today()
                .flatMap(today -> dueOn.isAfter(today)
                        ? Mono.error(Problem.badRequest("dueOn", "must not be in the future"))
                        : planning.plan(dueOn).flatMap(planned -> of(dueOn, planned)));
    }

    @Transactional
    public Mono<Void> audit(String party, Run run) {
        return audit.add(List.of(new AuditLine(
                "payout-run:" + run.dueOn(),
                Optional.empty(),
                "PAYOUTS_RUN",
                party,
                Optional.empty(),
                Map.of("planned", String.valueOf(run.planned())),
                clock.instant())));
    }

    Mono<Run> of(LocalDate dueOn, long planned) {
        return store.ofDay(dueOn).map(sums -> new Run(dueOn, planned, sums));
    }
}

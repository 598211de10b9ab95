package cn.jiaozi.merchant.reconciliation;

import cn.jiaozi.chassis.Begun;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.chassis.Waiters;
import cn.jiaozi.contracts.ShardMap;
import cn.jiaozi.merchant.audit.AuditLine;
import cn.jiaozi.merchant.audit.AuditService;
import cn.jiaozi.merchant.corefile.CoreFile;
import cn.jiaozi.merchant.corefile.CoreFileService;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Takes a day through its steps, a part a transaction. Whoever goes on after a crash finds the part undone and does it
/// again; a part that is done says so in the same transaction.
@Service
public class ReconciliationService {
    private static final Logger log = LoggerFactory.getLogger(ReconciliationService.class);

    private final RunStore runs;
    private final MatchStore matches;
    private final MergeStore queue;
    private final SettleStore settling;
    private final TotalStore totals;
    private final ResultStore results;
    private final CoreFileService files;
    private final AuditService audit;
    private final Waiters waiters;
    private final ReconciliationSettings settings;
    private final ShardMap shards;
    private final Clock clock;

    ReconciliationService(
            RunStore runs,
            MatchStore matches,
            MergeStore queue,
            SettleStore settling,
            TotalStore totals,
            ResultStore results,
            CoreFileService files,
            AuditService audit,
            Waiters waiters,
            ReconciliationSettings settings,
            ShardMap shards,
            Clock clock) {
        this.runs = runs;
        this.matches = matches;
        this.queue = queue;
        this.settling = settling;
        this.totals = totals;
        this.results = results;
        this.files = files;
        this.audit = audit;
        this.waiters = waiters;
        this.settings = settings;
        this.shards = shards;
        this.clock = clock;
    }

    /// @param afresh compares a day that is done from the beginning; else it is only looked over
    @Transactional
    Mono<Begun<Run>> request(Caller caller, LocalDate date, boolean afresh) {
        var first = Run.first(date, caller.party(), clock.instant());
        return runs.insert(first).flatMap(isNew -> {
            if (isNew) {
                return note(caller.party(), date, "REQUESTED").thenReturn(new Begun<>(first, false));
            }
            return runs.lock(date).flatMap(run -> {
                if (!run.finished()) {
                    return Mono.just(new Begun<>(run, false));
                }
                if (!afresh) {
                    return settling.settle(clock.instant()).thenReturn(new Begun<>(run, true));
                }
                var again = run.again(Step.LEDGER_DAY);
                return runs.move(again)
                        .then(note(caller.party(), date, "REQUESTED_AFRESH"))
                        .thenReturn(new Begun<>(again, false));
            });
        });
    }

    Mono<Run> find(LocalDate date) {
        return runs.find(date)
                .switchIfEmpty(Mono.error(() -> Problem.notFound("Nobody has asked for a reconciliation of that day")));
    }

    Mono<RunView> view(LocalDate date) {
        return find(date)
                .flatMap(run -> results.pairs(date)
                        .flatMap(pairs -> results.queue(date).map(items -> RunView.of(run, pairs, items))));
    }

    /// Begins days that are here whole, and finds those that may go on.
    @Transactional
    Mono<List<LocalDate>> open() {
        return runs.begin(shards.count(), AuditLine.SUITE, clock.instant()).then(runs.open());
    }

    /// Does the next part of a day.
    ///
    /// @return false where it waits, is done, or is another instance's
    @Transactional
    Mono<Boolean> advance(LocalDate date) {
        return runs.lockIfFree(date)
                .flatMap(run -> switch (run.step()) {
                    case LEDGER_DAY -> begin(run);
                    case PAYMENTS -> payments(run);
                    case CORE_FILE -> file(run);
                    case CORE -> core(run);
                    case SETTLE -> settle(run);
                    case DONE -> renew(run);
                })
                .defaultIfEmpty(false);
    }

    /// Looks over everything that is open, whatever day it is of.
    @Transactional
    public Mono<Void> settle() {
        return settling.settle(clock.instant());
    }

    private Mono<Boolean> begin(Run run) {
        return runs.entries(run.date(), shards.count())
                .flatMap(entries -> matches.takeTime(settings)
                        .then(totals.payments(run.date()))
                        .then(totals.core(run.date(), 0))
                        .then(matches.forget(run.date(), Pair.LEDGER_CORE))
                        .then(move(run.to(Step.PAYMENTS, settings.parts(entries)))));
    }

    private Mono<Boolean> payments(Run run) {
        var part = matches.takeTime(settings)
                .then(run.part() == 0 ? matches.forget(run.date(), Pair.PAYMENT_LEDGER) : Mono.empty())
                .then(matches.payments(run));
        return run.isLastPart()
                ? part.then(totals.payments(run.date()))
                        .then(merge(run.date(), Pair.PAYMENT_LEDGER))
                        .then(queue.describePayments(run.date()))
                        .then(move(run.to(Step.CORE_FILE)))
                : part.then(move(run.nextPart()));
    }

    private Mono<Boolean> file(Run run) {
        return files.use(run.date())
                .flatMap(file -> runs.entries(run.date(), shards.count())
                        .defaultIfEmpty(0L)
                        .flatMap(entries -> move(run.to(Step.CORE, settings.parts(Math.max(entries, file.lines())))
                                .with(file.fileId()))));
    }

    private Mono<Boolean> core(Run run) {
        long fileId = run.fileId().orElseThrow();
        var part = matches.takeTime(settings)
                .then(run.part() == 0 ? matches.forget(run.date(), Pair.LEDGER_CORE) : Mono.empty())
                .then(matches.core(run, fileId));
        return run.isLastPart()
                ? part.then(totals.core(run.date(), fileId))
                        .then(merge(run.date(), Pair.LEDGER_CORE))
                        .then(queue.describeCore(run.date(), fileId))
                        .then(move(run.to(Step.SETTLE)))
                : part.then(move(run.nextPart()));
    }

    private Mono<Void> merge(LocalDate date, Pair pair) {
        var now = clock.instant();
        return settling.lock()
                .then(queue.reopen(date, pair))
                .then(queue.explain(date, pair, now))
                .then(queue.queue(date, pair, now));
    }

    private Mono<Boolean> settle(Run run) {
        return matches.takeTime(settings)
                .then(settling.settle(clock.instant()))
                .then(runs.move(run.done(clock.instant())))
                .then(note(AuditLine.SUITE, run.date(), "RECONCILED"))
                .then(waiters.wakeAfterCommit(List.of(run.actKey())))
                .then(results.pairs(run.date()))
                .doOnNext(pairs -> tell(run, pairs))
                .thenReturn(true);
    }

    /// Another version of the core's file is in effect: only that pair is compared again.
    private Mono<Boolean> renew(Run run) {
        return files.use(run.date())
                .map(CoreFile::fileId)
                .filter(fileId -> !run.fileId().equals(Optional.of(fileId)))
                .flatMap(_ -> move(run.again(Step.CORE_FILE)));
    }

    private Mono<Boolean> move(Run to) {
        return runs.move(to).thenReturn(true);
    }

    private Mono<Void> note(String who, LocalDate date, String what) {
        return audit.add(List.of(new AuditLine(
                "reconciliation:" + date, Optional.empty(), what, who, Optional.empty(), Map.of(), clock.instant())));
    }

    private static void tell(Run run, List<RunView.PairView> pairs) {
        pairs.forEach(pair -> {
            if (pair.balanced()) {
                log.info("{} {}: {}", run.actKey(), pair.pair(), pair.marks());
            } else {
                log.error("{} {} does not come to the sums of its sides: {}", run.actKey(), pair.pair(), pair);
            }
        });
    }
}

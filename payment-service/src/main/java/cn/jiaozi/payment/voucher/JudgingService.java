package cn.jiaozi.payment.voucher;

import cn.jiaozi.chassis.AfterCommit;
import cn.jiaozi.chassis.Announcement;
import cn.jiaozi.chassis.Ids;
import cn.jiaozi.chassis.Outbox;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.contracts.VoucherWork;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Judges what has come and what has waited, the copies of many purses in one transaction, and asks the ledger to pay.
@Service
public class JudgingService {
    private static final Logger log = LoggerFactory.getLogger(JudgingService.class);

    private final CopyStore copies;
    private final BookStore books;
    private final VoucherStore vouchers;
    private final SignedStore signed;
    private final FactsService facts;
    private final VerifyingKeys keys;
    private final AskingService asking;
    private final SuspicionService suspicions;
    private final SyncService sync;
    private final VoucherSettings settings;
    private final Outbox outbox;
    private final Ids ids;
    private final MeterRegistry metrics;
    private final Clock clock;

    JudgingService(
            CopyStore copies,
            BookStore books,
            VoucherStore vouchers,
            SignedStore signed,
            FactsService facts,
            VerifyingKeys keys,
            AskingService asking,
            SuspicionService suspicions,
            SyncService sync,
            VoucherSettings settings,
            Outbox outbox,
            Ids ids,
            MeterRegistry metrics,
            Clock clock) {
        this.copies = copies;
        this.books = books;
        this.vouchers = vouchers;
        this.signed = signed;
        this.facts = facts;
        this.keys = keys;
        this.asking = asking;
        this.suspicions = suspicions;
        this.sync = sync;
        this.settings = settings;
        this.outbox = outbox;
        this.ids = ids;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// Judges what has been uploaded. Joins the caller's transaction, and locks purses only when the signatures have
    /// been checked.
    ///
    /// @return purses with copies that wait for a settlement; see [#wakeSettled]
    public Mono<Set<String>> judge(List<Arrived> arrived, Instant now) {
        var waiting = arrived.stream().flatMap(each -> each.copy().stream()).toList();
        return facts.of(waiting).flatMap(told -> {
            var signatures = Signatures.of(waiting, told, keys::key);
            return books.lock(purses(waiting))
                    .flatMap(known -> judge(
                            known,
                            told,
                            waiting,
                            signatures,
                            now,
                            judged -> copies.insert(arrived, judged, now.plus(settings.lookAgainAfter()))));
        });
    }

    /// Something has been heard that copies of these purses may wait for.
    @Transactional
    public Mono<Void> wake(Collection<String> purses) {
        return purses.isEmpty()
                ? Mono.empty()
                : copies.wake(purses, clock.instant()).flatMap(this::announce);
    }

    /// What should have been looked at some time ago: its work is lost, or what it waited for may be there.
    @Transactional
    Mono<Void> sweep(int atMost) {
        return copies.overdue(clock.instant().minus(settings.sweepEvery()), atMost)
                .flatMap(this::announce);
    }

    /// Copies that have found their settlement over meanwhile are looked at again. Called when the transaction that
    /// has judged them is over, since settlements end without waiting for it.
    @Transactional
    public Mono<Void> wakeSettled(Collection<String> purses) {
        return purses.isEmpty()
                ? Mono.empty()
                : copies.wakeSettled(purses, clock.instant()).flatMap(this::announce);
    }

    /// Judges what waits of these purses.
    ///
    /// @return purses with copies that wait for a settlement; see [#wakeSettled]
    @Transactional
    public Mono<Set<String>> judge(List<VoucherWork> works) {
        var purses = works.stream().map(VoucherWork::purseId).collect(Collectors.toCollection(TreeSet::new));
        var now = clock.instant();
        return books.lock(purses)
                .flatMap(known -> copies.waiting(purses, now, settings.judgeAtMost())
                        .filter(waiting -> !waiting.isEmpty())
                        .flatMap(waiting -> again(known, waiting, now)
                                .flatMap(settling -> (waiting.size() < settings.judgeAtMost()
                                                ? Mono.empty()
                                                : announce(purses))
                                        .thenReturn(settling))))
                .defaultIfEmpty(Set.of());
    }

    private Mono<Set<String>> again(Map<String, Book> known, List<Copy> waiting, Instant now) {
        return facts.of(waiting)
                .flatMap(told -> judge(
                        known,
                        told,
                        waiting,
                        Signatures.of(waiting, told, keys::key),
                        now,
                        judged -> copies.keep(judged, now.plus(settings.lookAgainAfter()))));
    }

    private Mono<Set<String>> judge(
            Map<String, Book> known,
            Facts told,
            List<Copy> waiting,
            List<Signatures> signatures,
            Instant now,
            Function<List<Judgement>, Mono<Void>> write) {
        var neighbours = Span.around(waiting.stream().map(Copy::debit).toList());
        return signed.open(known, neighbours)
                .then(books.open(known, waiting, neighbours))
                .flatMap(nonces -> {
                    var before = gaps(known);
                    var judged = new Session(told, known, nonces, settings, ids::next).judge(waiting, signatures, now);
                    var changed = gaps(known);
                    changed.entrySet().removeIf(each -> each.getValue().equals(before.get(each.getKey())));
                    return write.apply(judged)
                            .then(keep(told, judged, changed, now))
                            .then(sync.sync(waiting, known))
                            .thenReturn(settling(judged));
                });
    }

    private Mono<Void> keep(Facts told, List<Judgement> judged, Map<String, Gaps> changed, Instant now) {
        var paying = judged.stream().filter(each -> each.pays().isPresent()).toList();
        return (paying.isEmpty() ? Mono.<Void>empty() : vouchers.insert(paying, now))
                .then(signed.keep(
                        judged.stream().filter(Judgement::isSignedInVain).toList()))
                .then(books.keep(changed))
                .then(asking.ask(told, paying, now))
                .then(suspicions.judged(judged, now))
                .then(AfterCommit.run(() -> judged.forEach(this::record)));
    }

    private static Set<String> settling(List<Judgement> judged) {
        return judged.stream()
                .filter(each ->
                        each.finding() instanceof Finding.Waits waits && waits.cause() == Finding.Cause.SETTLING)
                .map(each -> each.debit().payer())
                .collect(Collectors.toSet());
    }

    private static Set<String> purses(List<Copy> copies) {
        return copies.stream().map(copy -> copy.debit().payer()).collect(Collectors.toSet());
    }

    private Mono<Void> announce(Collection<String> purses) {
        return outbox.announce(purses.stream()
                .map(purse -> new Announcement(Topics.VOUCHER, purse, new VoucherWork(purse)))
                .toList());
    }

    private static Map<String, Gaps> gaps(Map<String, Book> books) {
        var gaps = new HashMap<String, Gaps>();
        books.forEach((purse, book) -> gaps.put(purse, book.gaps()));
        return gaps;
    }

    private void record(Judgement judgement) {
        switch (judgement.finding()) {
            case Finding.Waits waits -> count("WAITS_FOR_" + waits.cause());
            case Finding.Duplicate _ -> count(Verdict.DUPLICATE.name());
            case Finding.Pays pays -> count(pays.verdict().name());
            case Finding.Rejected rejected -> {
                count(rejected.verdict().name());
                log.atInfo()
                        .addKeyValue("verdict", rejected.verdict())
                        .addKeyValue("bearer", rejected.bearer())
                        .addKeyValue("uploader", judgement.copy().uploader())
                        .addKeyValue("voucherId", judgement.copy().voucherId())
                        .log("A voucher was rejected");
            }
        }
    }

    private void count(String finding) {
        metrics.counter("jiaozi.voucher.judged", "finding", finding).increment();
    }
}

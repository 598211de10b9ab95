package cn.jiaozi.payment.voucher;

import cn.jiaozi.chassis.Announcement;
import cn.jiaozi.chassis.Ids;
import cn.jiaozi.chassis.Outbox;
import cn.jiaozi.chassis.Reannouncing.Page;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.payment.voucher.SettlementStore.Origin;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Ends settlements by what the ledger reports, a whole batch in one transaction. Purses are locked before
/// settlements, here as everywhere.
@Service
public class VoucherSettlementService {
    private static final Logger log = LoggerFactory.getLogger(VoucherSettlementService.class);

    private final SettlementStore store;
    private final VoucherStore vouchers;
    private final SignedStore signed;
    private final CopyStore copies;
    private final BookStore books;
    private final AskingService asking;
    private final SuspicionService suspicions;
    private final Outbox outbox;
    private final Ids ids;
    private final Clock clock;

    VoucherSettlementService(
            SettlementStore store,
            VoucherStore vouchers,
            SignedStore signed,
            CopyStore copies,
            BookStore books,
            AskingService asking,
            SuspicionService suspicions,
            Outbox outbox,
            Ids ids,
            Clock clock) {
        this.store = store;
        this.vouchers = vouchers;
        this.signed = signed;
        this.copies = copies;
        this.books = books;
        this.asking = asking;
        this.suspicions = suspicions;
        this.outbox = outbox;
        this.ids = ids;
        this.clock = clock;
    }

    /// Where the reserve has paid everything, only the settlement is written, and nobody's purse is locked.
    ///
    /// @return purses whose copies ([JudgingService#wake]) or loads ([LoadService#conclude]) may have waited for it
    @Transactional
    public Mono<Set<String>> settle(List<Answer> answers) {
        var named = answers.stream().map(Answer::settlement).collect(Collectors.toCollection(TreeSet::new));
        return answers.isEmpty()
                ? Mono.just(Set.of())
                : store.origins(named).flatMap(origins -> {
                    var touched = touched(origins, answers);
                    return lock(origins, touched)
                            .then(store.lock(named))
                            .flatMap(locked -> parts(touched).flatMap(parts -> settle(locked, parts, answers)))
                            .thenReturn(origins.stream().map(Origin::purseId).collect(Collectors.toSet()));
                });
    }

    /// Settlements whose vouchers end otherwise than was expected when they were judged.
    private static Set<UUID> touched(List<Origin> origins, List<Answer> answers) {
        var reserves = origins.stream().collect(Collectors.toMap(Origin::id, Origin::reserve));
        return answers.stream()
                .filter(answer -> !answer.isPaidBy(reserves.getOrDefault(answer.settlement(), "")))
                .map(Answer::settlement)
                .collect(Collectors.toSet());
    }

    private Mono<Void> lock(List<Origin> origins, Set<UUID> touched) {
        var purses = origins.stream()
                .filter(origin -> touched.contains(origin.id()))
                .map(Origin::purseId)
                .collect(Collectors.toSet());
        return purses.isEmpty() ? Mono.empty() : books.lock(purses).then();
    }

    private Mono<List<Part>> parts(Set<UUID> touched) {
        return touched.isEmpty() ? Mono.just(List.of()) : vouchers.parts(touched);
    }

    /// How settlements ended that were made since then.
    @Transactional
    public Mono<Page> reannounce(Instant since, String after, int atMost) {
        return store.postedAfter(after.isEmpty() ? Ids.lowest(since) : UUID.fromString(after), atMost)
                .filter(posted -> !posted.isEmpty())
                .flatMap(posted ->
                        tell(posted).thenReturn(new Page(posted.getLast().id().toString(), posted.size())));
    }

    private Mono<Void> settle(List<Settlement> locked, List<Part> parts, List<Answer> answers) {
        Map<UUID, Settlement> now = locked.stream()
                .collect(Collectors.toMap(Settlement::id, Function.identity(), (a, _) -> a, HashMap::new));
        var bySettlement = parts.stream().collect(Collectors.groupingBy(Part::settlement));
        var changed = new LinkedHashMap<UUID, Settlement>();
        var told = new LinkedHashMap<UUID, Settlement>();
        var asked = new LinkedHashMap<UUID, Settlement>();
        var ended = new LinkedHashMap<String, Ended>();
        for (var answer : answers) {
            var before = now.get(answer.settlement());
            if (before == null || answer instanceof Answer.Conflicted) {
                log.atError().addKeyValue("settlement", answer.settlement()).log("An answer to nothing that was asked");
                continue;
            }
            var ending = Ending.of(
                    before, bySettlement.getOrDefault(before.id(), List.of()), answer, ids::next, clock.instant());
            ending.settlements().forEach(each -> {
                now.put(each.id(), each);
                changed.put(each.id(), each);
                if (ending.askNow()) {
                    asked.put(each.id(), each);
                }
            });
            ending.vouchers().forEach(each -> ended.put(each.part().voucherId(), each));
            if (ending.told()) {
                told.put(before.id(), Objects.requireNonNull(now.get(before.id())));
            }
        }
        asked.keySet().forEach(changed::remove);
        var ends = changed.values().stream()
                .collect(Collectors.partitioningBy(each -> each.state() == Settlement.State.POSTED));
        return asking.go(List.copyOf(asked.values()), true)
                .then(asking.go(ends.getOrDefault(false, List.of()), false))
                .then(store.post(ends.getOrDefault(true, List.of())))
                .then(end(List.copyOf(ended.values()), now))
                .then(tell(told.values()));
    }

    private Mono<Void> end(List<Ended> ended, Map<UUID, Settlement> now) {
        return ended.isEmpty()
                ? Mono.empty()
                : copies.end(ended)
                        .then(signed.keepUnpaid(
                                ended.stream().filter(Ended::isUnpaid).toList()))
                        .then(vouchers.end(ended))
                        .then(suspicions.suspect(suspected(ended, now), clock.instant()));
    }

    private static List<Suspicion> suspected(List<Ended> ended, Map<UUID, Settlement> now) {
        return ended.stream()
                .filter(each -> each.verdict().filter(Verdict::isSuspicious).isPresent())
                .map(each -> new Suspicion(
                        Objects.requireNonNull(now.get(each.settlement())).purseId(),
                        each.verdict().orElseThrow(),
                        each.part().voucherId()))
                .toList();
    }

    private Mono<Void> tell(Collection<Settlement> settlements) {
        return outbox.announce(settlements.stream()
                .flatMap(each -> each.event().stream())
                .map(event -> new Announcement(Topics.PAYMENT, event.payer().walletId(), event))
                .toList());
    }
}

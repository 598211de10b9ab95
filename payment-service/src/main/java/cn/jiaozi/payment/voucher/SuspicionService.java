package cn.jiaozi.payment.voucher;

import cn.jiaozi.chassis.Announcement;
import cn.jiaozi.chassis.Outbox;
import cn.jiaozi.contracts.PaymentEvent.PurseSuspected;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.payment.purse.PurseService;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

/// Tells once of each purse that is to be blocked, and by which voucher.
@Service
class SuspicionService {
    private final BookStore books;
    private final PurseService purses;
    private final TillSuspicionService tills;
    private final Outbox outbox;

    SuspicionService(BookStore books, PurseService purses, TillSuspicionService tills, Outbox outbox) {
        this.books = books;
        this.purses = purses;
        this.tills = tills;
        this.outbox = outbox;
    }

    /// Joins the caller's transaction; the purses are locked, and the verdicts are stored.
    Mono<Void> judged(List<Judgement> judged, Instant now) {
        var suspicions =
                judged.stream().flatMap(each -> Suspicion.of(each).stream()).toList();
        return suspect(suspicions, now).then(tills.suspect(judged, now));
    }

    /// Joins the caller's transaction; the purses are locked.
    Mono<Void> suspect(List<Suspicion> suspicions, Instant now) {
        if (suspicions.isEmpty()) {
            return Mono.empty();
        }
        var first = new LinkedHashMap<String, Suspicion>();
        suspicions.forEach(each -> first.putIfAbsent(each.purseId(), each));
        return books.suspect(first.keySet(), now)
                .filter(fresh -> !fresh.isEmpty())
                .flatMap(fresh -> purses.find(new HashSet<>(fresh))
                        .flatMap(known -> outbox.announce(fresh.stream()
                                .sorted()
                                .map(purse -> announcement(
                                        known.purse(purse)
                                                .orElseThrow()
                                                .wallet()
                                                .walletId(),
                                        first,
                                        purse,
                                        now))
                                .toList())));
    }

    private static Announcement announcement(
            String wallet, Map<String, Suspicion> suspicions, String purse, Instant now) {
        var suspicion = Objects.requireNonNull(suspicions.get(purse));
        return new Announcement(
                Topics.PAYMENT,
                wallet,
                new PurseSuspected(
                        "suspicion:" + purse, purse, suspicion.verdict().name(), suspicion.voucherId(), now));
    }
}

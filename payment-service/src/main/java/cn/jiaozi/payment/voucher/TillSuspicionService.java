package cn.jiaozi.payment.voucher;

import cn.jiaozi.chassis.Announcement;
import cn.jiaozi.chassis.Outbox;
import cn.jiaozi.contracts.PaymentEvent.TerminalSuspected;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.sdk.voucher.Party;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

/// Tells of tills that bring what is forged, or used before, again and again (domain 4.5). A copy counts against
/// the till that has uploaded it, since anybody can name another one; the same bytes count once.
@Service
class TillSuspicionService {
    private static final int ENOUGH = 3;
    private static final Duration WITHIN = Duration.ofHours(24);

    private final TillSuspicionStore store;
    private final Outbox outbox;

    TillSuspicionService(TillSuspicionStore store, Outbox outbox) {
        this.store = store;
        this.outbox = outbox;
    }

    /// Joins the caller's transaction, in which the verdicts are stored.
    Mono<Void> suspect(List<Judgement> judged, Instant now) {
        var accused =
                judged.stream().flatMap(each -> each.accused().stream()).collect(Collectors.toCollection(TreeSet::new));
        return accused.isEmpty()
                ? Mono.empty()
                : store.lock(accused)
                        .flatMap(told -> store.count(since(accused, told, now)))
                        .map(TillSuspicionService::enough)
                        .filter(enough -> !enough.isEmpty())
                        .flatMap(enough -> store.suspect(enough.keySet(), now).then(tell(enough, now)));
    }

    /// What was told before counts no more.
    private static Map<String, Instant> since(Set<String> accused, Map<String, Instant> told, Instant now) {
        var since = new HashMap<String, Instant>();
        var earliest = now.minus(WITHIN);
        accused.forEach(till -> {
            var last = told.getOrDefault(till, earliest);
            since.put(till, last.isAfter(earliest) ? last : earliest);
        });
        return since;
    }

    private static Map<String, Integer> enough(Map<String, Integer> counts) {
        var enough = new TreeMap<>(counts);
        enough.values().removeIf(count -> count < ENOUGH);
        return enough;
    }

    private Mono<Void> tell(Map<String, Integer> enough, Instant now) {
        return outbox.announce(enough.entrySet().stream()
                .map(each -> announcement(Party.terminalId(each.getKey()), each.getValue(), now))
                .toList());
    }

    private static Announcement announcement(String terminalId, int verdicts, Instant now) {
        return new Announcement(
                Topics.PAYMENT,
                terminalId,
                new TerminalSuspected("suspicion:" + terminalId, terminalId, verdicts, now));
    }
}

package cn.jiaozi.payment.refund;

import cn.jiaozi.chassis.Reannouncing.Page;
import cn.jiaozi.payment.payment.EndingService;
import cn.jiaozi.payment.payment.Movement;
import cn.jiaozi.payment.payment.Outcome;
import cn.jiaozi.payment.payment.Payment;
import cn.jiaozi.payment.payment.PaymentService;
import cn.jiaozi.payment.payment.Settlement;
import cn.jiaozi.payment.payment.StandingStore;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Ends refunds by what the ring reports, a whole batch in one transaction. Payments are locked before their refunds,
/// as when a refund begins.
@Service
public class RefundSettlementService {
    private final RefundStore store;
    private final StandingStore standings;
    private final PaymentService payments;
    private final EndingService endings;
    private final Clock clock;

    RefundSettlementService(
            RefundStore store, StandingStore standings, PaymentService payments, EndingService endings, Clock clock) {
        this.store = store;
        this.standings = standings;
        this.payments = payments;
        this.endings = endings;
        this.clock = clock;
    }

    @Transactional
    public Mono<Void> settle(List<Outcome> outcomes) {
        if (outcomes.isEmpty()) {
            return Mono.empty();
        }
        var ids = Settlement.ids(Movement.REFUND, outcomes);
        return store.payments(ids)
                .flatMap(payments::lock)
                .flatMap(originals -> store.lock(ids).flatMap(locked -> settle(originals, locked, outcomes)));
    }

    /// How refunds ended that were asked for since then.
    @Transactional
    public Mono<Page> reannounce(Instant since, String after, int atMost) {
        return standings
                .endedAfter(Movement.REFUND, Movement.idAfter(since, after), atMost)
                .filter(ids -> !ids.isEmpty())
                .flatMap(ids -> store.payments(ids)
                        .flatMap(payments::lock)
                        .flatMap(originals -> store.lock(ids)
                                .flatMap(
                                        refunds -> endings.tell(List.of(), ended(refunds, byId(originals)), List.of())))
                        .thenReturn(new Page(ids.getLast().toString(), ids.size())));
    }

    private Mono<Void> settle(List<Payment> originals, List<Refund> locked, List<Outcome> outcomes) {
        var refunds = locked.stream().collect(Collectors.toMap(Refund::id, Function.identity()));
        var before = locked.stream().collect(Collectors.toMap(Refund::id, Refund::standing));
        var now = clock.instant();
        var settlement = Settlement.of(Movement.REFUND, before, outcomes, now);
        var moved = settlement.moved().entrySet().stream()
                .map(e -> Objects.requireNonNull(refunds.get(e.getKey())).with(e.getValue()))
                .toList();
        var repeated = settlement.repeated().stream()
                .map(id -> Objects.requireNonNull(refunds.get(id)))
                .toList();
        var byId = byId(originals);
        moved.forEach(refund -> byId.computeIfPresent(
                refund.paymentId(), (_, payment) -> payment.with(RefundRules.ended(payment.refunds(), refund))));
        return move(settlement, byId)
                .then(endings.tell(ended(moved, byId), ended(repeated, byId), settlement.alarms()));
    }

    private Mono<Void> move(Settlement settlement, Map<UUID, Payment> originals) {
        return settlement.moved().isEmpty()
                ? Mono.empty()
                : standings.settle(Movement.REFUND, settlement.moved()).then(payments.keepRefunds(originals.values()));
    }

    private static Map<UUID, Payment> byId(List<Payment> payments) {
        var byId = new HashMap<UUID, Payment>();
        payments.forEach(payment -> byId.put(payment.id(), payment));
        return byId;
    }

    private static List<EndingService.Ended> ended(Collection<Refund> refunds, Map<UUID, Payment> originals) {
        return refunds.stream()
                .map(refund -> {
                    var payment = Objects.requireNonNull(originals.get(refund.paymentId()));
                    return new EndingService.Ended(
                            Movement.REFUND,
                            refund,
                            refund.end(payment),
                            payment.payee().orElseThrow().walletId(),
                            refund.standing());
                })
                .toList();
    }
}

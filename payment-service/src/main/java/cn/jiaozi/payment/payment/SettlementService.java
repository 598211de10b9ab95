package cn.jiaozi.payment.payment;

import cn.jiaozi.chassis.Reannouncing.Page;
import cn.jiaozi.payment.order.Conclusion;
import cn.jiaozi.payment.order.OrderService;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Ends payments by what the ring reports, a whole batch in one transaction.
@Service
public class SettlementService {
    private final PaymentStore store;
    private final StandingStore standings;
    private final OrderService orders;
    private final EndingService endings;
    private final Clock clock;

    SettlementService(
            PaymentStore store, StandingStore standings, OrderService orders, EndingService endings, Clock clock) {
        this.store = store;
        this.standings = standings;
        this.orders = orders;
        this.endings = endings;
        this.clock = clock;
    }

    @Transactional
    public Mono<Void> settle(List<Outcome> outcomes) {
        return outcomes.isEmpty()
                ? Mono.empty()
                : store.lock(Settlement.ids(Movement.PAYMENT, outcomes)).flatMap(locked -> settle(locked, outcomes));
    }

    /// How payments ended that were asked for since then.
    @Transactional
    public Mono<Page> reannounce(Instant since, String after, int atMost) {
        return standings
                .endedAfter(Movement.PAYMENT, Movement.idAfter(since, after), atMost)
                .filter(ids -> !ids.isEmpty())
                .flatMap(ids -> store.find(ids)
                        .flatMap(found -> endings.tell(List.of(), ended(found.values()), List.of()))
                        .thenReturn(new Page(ids.getLast().toString(), ids.size())));
    }

    private Mono<Void> settle(List<Payment> locked, List<Outcome> outcomes) {
        var byId = locked.stream().collect(Collectors.toMap(Payment::id, Function.identity()));
        var before = locked.stream().collect(Collectors.toMap(Payment::id, Payment::standing));
        var now = clock.instant();
        var settlement = Settlement.of(Movement.PAYMENT, before, outcomes, now);
        var moved = settlement.moved().entrySet().stream()
                .map(e -> payment(byId, e.getKey()).with(e.getValue()))
                .toList();
        var repeated =
                settlement.repeated().stream().map(id -> payment(byId, id)).toList();
        return move(settlement, moved).then(endings.tell(ended(moved), ended(repeated), settlement.alarms()));
    }

    private Mono<Void> move(Settlement settlement, List<Payment> moved) {
        return moved.isEmpty()
                ? Mono.empty()
                : standings
                        .settle(Movement.PAYMENT, settlement.moved())
                        .then(orders.conclude(moved.stream()
                                .flatMap(p -> conclusion(p).stream())
                                .toList()));
    }

    private static Optional<Conclusion> conclusion(Payment payment) {
        return payment.order()
                .map(order ->
                        new Conclusion(order, payment.id(), payment.standing().state() == PaymentState.SUCCEEDED));
    }

    private static List<EndingService.Ended> ended(Collection<Payment> payments) {
        return payments.stream()
                .map(p -> new EndingService.Ended(
                        Movement.PAYMENT, p, p.end(), p.payer().walletId(), p.standing()))
                .toList();
    }

    private static Payment payment(Map<UUID, Payment> byId, UUID id) {
        return Objects.requireNonNull(byId.get(id));
    }
}

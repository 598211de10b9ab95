package cn.jiaozi.payment.order;

import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.payment.payee.PayeeService;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Orders, scoped to their merchant. Payments claim and conclude them within their own transactions.
@Service
public class OrderService {
    private static final int EXPIRE_AT_MOST = 1_000;

    private final OrderStore store;
    private final PayeeService payees;
    private final Clock clock;

    record Created(Order order, boolean existed) {}

    OrderService(OrderStore store, PayeeService payees, Clock clock) {
        this.store = store;
        this.payees = payees;
        this.clock = clock;
    }

    @Transactional
    Mono<Created> create(String party, String merchantNo, String orderId, OrderContent content) {
        var now = now();
        var order = new Order(
                merchantNo,
                orderId,
                content,
                OrderState.OPEN,
                Optional.empty(),
                now,
                now.plus(Duration.ofMinutes(content.minutes())));
        return own(party, merchantNo)
                .then(storeKnown(merchantNo, content))
                .then(store.insert(order))
                .flatMap(inserted -> inserted
                        ? Mono.just(new Created(order, false))
                        : store.find(merchantNo, orderId).map(there -> repeated(there, content)));
    }

    Mono<Order> find(String party, String merchantNo, String orderId) {
        return own(party, merchantNo)
                .then(store.find(merchantNo, orderId))
                .switchIfEmpty(Mono.error(() -> notFound(orderId)));
    }

    @Transactional
    Mono<Order> close(String party, String merchantNo, String orderId) {
        return own(party, merchantNo)
                .then(lock(List.of(new OrderId(merchantNo, orderId))))
                .flatMap(locked -> Mono.justOrEmpty(locked.values().stream().findFirst()))
                .switchIfEmpty(Mono.error(() -> notFound(orderId)))
                .doOnNext(order -> order.closeRefusal(now()).ifPresent(reason -> {
                    throw Problem.of(HttpStatus.CONFLICT, reason, "The order cannot be closed now");
                }))
                .flatMap(order -> store.close(order).thenReturn(order.with(OrderState.CLOSED)));
    }

    /// Locks orders, in the order of their ids; those that are not there are absent.
    public Mono<Map<OrderId, Order>> lock(Collection<OrderId> ids) {
        return ids.isEmpty() ? Mono.just(Map.of()) : store.lock(ids);
    }

    /// Exactly one payment claims an open order; the caller has locked them all and seen that they are open.
    public Mono<Void> claim(Map<OrderId, UUID> claims) {
        return claims.isEmpty()
                ? Mono.empty()
                : store.claim(claims)
                        .filter(claimed -> claimed == claims.size())
                        .switchIfEmpty(Mono.error(() -> new IllegalStateException("A locked order was not open")))
                        .then();
    }

    /// Marks orders as paid, or gives them back, in the transaction that ends their payments.
    public Mono<Void> conclude(List<Conclusion> conclusions) {
        return conclusions.isEmpty()
                ? Mono.empty()
                : store.lock(conclusions.stream().map(Conclusion::order).toList())
                        .then(store.conclude(conclusions, now()));
    }

    @Transactional
    Mono<Void> expire() {
        return store.expire(now(), EXPIRE_AT_MOST).then();
    }

    private Mono<Void> own(String party, String merchantNo) {
        return payees.merchant(merchantNo)
                .filter(payee -> payee.party().equals(party))
                .switchIfEmpty(Mono.error(() -> Problem.notFound("There is no merchant " + merchantNo + " of yours")))
                .then();
    }

    private Mono<Void> storeKnown(String merchantNo, OrderContent content) {
        return Mono.justOrEmpty(content.storeNo())
                .flatMap(storeNo -> payees.store(merchantNo, storeNo))
                .filter(Optional::isEmpty)
                .flatMap(_ -> Mono.error(Problem.of(
                        HttpStatus.NOT_FOUND, Reason.STORE_NOT_FOUND, "The merchant has no store of that number")));
    }

    private static Created repeated(Order there, OrderContent content) {
        there.content().difference(content).ifPresent(pointer -> {
            throw Problem.conflict(pointer, "The order " + there.orderId() + " was made with other content");
        });
        return new Created(there, true);
    }

    private static Problem notFound(String orderId) {
        return Problem.of(HttpStatus.NOT_FOUND, Reason.ORDER_NOT_FOUND, "There is no order " + orderId);
    }

    private Instant now() {
        return clock.instant();
    }
}

package cn.jiaozi.payment.order;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.Payee;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.payment.payee.PayeeService;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.ConcurrencyFailureException;
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
    Mono<Created> create(Caller caller, OrderId id, OrderContent said) {
        var content = said.at(caller.terminal());
        return own(caller, id.merchantNo())
                .flatMap(merchant -> storeKnown(id.merchantNo(), content)
                        .then(Mono.fromSupplier(() -> Order.open(id, content, now())))
                        .flatMap(order -> insert(order)
                                .flatMap(inserted -> inserted
                                        ? requireActive(merchant).thenReturn(new Created(order, false))
                                        : peek(id).map(there -> repeated(there, content)))));
    }

    /// Nobody should be asked for money that cannot be taken.
    public Mono<Payee> requireActive(Payee merchant) {
        return merchant.active()
                ? Mono.just(merchant)
                : Mono.error(() -> Problem.of(
                        HttpStatus.CONFLICT, Reason.MERCHANT_INACTIVE, "The merchant does not take payments now"));
    }

    public Mono<Order> find(Caller caller, String merchantNo, String orderId) {
        return own(caller, merchantNo)
                .then(store.find(merchantNo, orderId))
                .switchIfEmpty(Mono.error(() -> notFound(orderId)));
    }

    @Transactional
    Mono<Order> close(Caller caller, String merchantNo, String orderId) {
        return own(caller, merchantNo)
                .then(lock(new OrderId(merchantNo, orderId)))
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

    /// Orders of sales that come in one step. Fails with a [ConcurrencyFailureException] when somebody was faster with
    /// one of the ids.
    public Mono<Void> insertAll(List<Order> orders) {
        return orders.isEmpty()
                ? Mono.empty()
                : store.insert(orders)
                        .filter(inserted -> inserted == orders.size())
                        .switchIfEmpty(Mono.error(() ->
                                new ConcurrencyFailureException("An order was made elsewhere in the same moment")))
                        .then();
    }

    /// True when the order was not there before.
    public Mono<Boolean> insert(Order order) {
        return store.insert(List.of(order)).map(inserted -> inserted == 1);
    }

    /// Without a lock, for whoever must lock its payment first.
    public Mono<Order> peek(OrderId id) {
        return store.find(id.merchantNo(), id.orderId());
    }

    public Mono<Order> lock(OrderId id) {
        return lock(List.of(id)).mapNotNull(locked -> locked.get(id));
    }

    /// Keeps that a locked order is being reversed, and in which state that has left it.
    public Mono<Void> reverse(Order order) {
        return store.reverse(order);
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

    /// Of the merchant whose party calls, or whose terminal.
    public Mono<Payee> own(Caller caller, String merchantNo) {
        return payees.merchant(merchantNo)
                .filter(payee -> payee.party().equals(caller.party()))
                .filter(_ -> caller.terminal()
                        .filter(terminal -> !terminal.merchantNo().equals(merchantNo))
                        .isEmpty())
                .switchIfEmpty(Mono.error(() -> Problem.notFound("There is no merchant " + merchantNo + " of yours")));
    }

    private Mono<Void> storeKnown(String merchantNo, OrderContent content) {
        return Mono.justOrEmpty(content.storeNo())
                .flatMap(storeNo -> payees.store(merchantNo, storeNo))
                .filter(Optional::isEmpty)
                .flatMap(_ -> Mono.error(Problem.of(
                        HttpStatus.NOT_FOUND, Reason.STORE_NOT_FOUND, "The merchant has no store of that number")));
    }

    private static Created repeated(Order there, OrderContent content) {
        if (there.reversing()) {
            throw Problem.of(HttpStatus.CONFLICT, Reason.ORDER_REVERSED, "The sale was reversed; take a new order id");
        }
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

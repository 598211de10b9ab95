package cn.jiaozi.payment.reversal;

import cn.jiaozi.chassis.Begun;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Problem;
import cn.jiaozi.chassis.Waiters;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.SignerKey;
import cn.jiaozi.payment.order.Order;
import cn.jiaozi.payment.order.OrderId;
import cn.jiaozi.payment.order.OrderService;
import cn.jiaozi.payment.payment.Payment;
import cn.jiaozi.payment.payment.PaymentService;
import cn.jiaozi.payment.refund.Refund;
import cn.jiaozi.payment.refund.RefundService;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/// Reverses sales. The order's row decides who was first: a sale that finds it reversed is refused, and a reversal that
/// finds none leaves one behind, so that the sale, when it comes, is refused.
@Service
class ReversalService {
    private static final int RACES = 10;

    private final ReversalStore store;
    private final OrderService orders;
    private final PaymentService payments;
    private final RefundService refunds;
    private final TransactionalOperator transaction;
    private final Waiters waiters;
    private final Clock clock;

    ReversalService(
            ReversalStore store,
            OrderService orders,
            PaymentService payments,
            RefundService refunds,
            TransactionalOperator transaction,
            Waiters waiters,
            Clock clock) {
        this.store = store;
        this.orders = orders;
        this.payments = payments;
        this.refunds = refunds;
        this.transaction = transaction;
        this.waiters = waiters;
        this.clock = clock;
    }

    Mono<Begun<Reversal>> begin(Caller caller, OrderId id, long amountFen) {
        return orders.own(caller, id.merchantNo())
                .flatMap(_ -> raced(locked(id)
                        .flatMap(order -> begin(caller, order, amountFen))
                        .switchIfEmpty(Mono.defer(() -> beforeTheSale(caller, id, amountFen)))));
    }

    Mono<Reversal> find(Caller caller, OrderId id) {
        return orders.own(caller, id.merchantNo())
                .flatMap(_ -> store.find(id))
                .switchIfEmpty(Mono.error(() -> Problem.notFound("There is no reversal of " + id.orderId())));
    }

    Mono<Reversal> reread(Reversal reversal) {
        return store.find(reversal.order());
    }

    Mono<List<OrderId>> open(int atMost) {
        return store.open(atMost);
    }

    /// Goes on with one that is open.
    Mono<Void> advance(OrderId id) {
        return raced(locked(id)
                        .flatMap(order -> store.find(id)
                                .filter(reversal -> !reversal.finished())
                                .flatMap(reversal -> advance(order, reversal))))
                .then();
    }

    private Mono<Begun<Reversal>> begin(Caller caller, Locked locked, long amountFen) {
        if (locked.order().content().amountFen() != amountFen) {
            return Mono.error(
                    Problem.of(HttpStatus.CONFLICT, Reason.ORDER_AMOUNT_DIFFERS, "The sale was of another amount"));
        }
        var fresh = Reversal.requested(locked.order().id(), caller.party(), amountFen, clock.instant());
        return store.find(locked.order().id()).singleOptional().flatMap(there -> switch (there.map(Reversal::state)
                .orElse(null)) {
            case null -> advance(locked, fresh).map(done -> new Begun<>(done, false));
            case FAILED -> advance(locked, there.orElseThrow().again()).map(done -> new Begun<>(done, false));
            case REQUESTED, SUCCEEDED -> Mono.just(new Begun<>(there.orElseThrow(), true));
        });
    }

    /// The sale may be on its way, or never come.
    private Mono<Begun<Reversal>> beforeTheSale(Caller caller, OrderId id, long amountFen) {
        var now = clock.instant();
        var order = Order.reversedUnseen(id, amountFen, caller.terminal().map(SignerKey.Terminal::storeNo), now);
        var reversal = Reversal.requested(id, caller.party(), amountFen, now).succeeded(now);
        return orders.insert(order)
                .filter(inserted -> inserted)
                .switchIfEmpty(Mono.error(() -> new ConcurrencyFailureException("The sale came in the same moment")))
                .then(store.keep(reversal))
                .thenReturn(new Begun<>(reversal, false));
    }

    private Mono<Reversal> advance(Locked locked, Reversal reversal) {
        var order = locked.order();
        return refund(locked, reversal)
                .map(refund -> NextStep.of(order, locked.payment(), refund))
                .flatMap(step -> orders.reverse(order.reversing(step.leaves(order.state())))
                        .then(Mono.defer(() -> taken(step, locked, reversal))))
                .flatMap(next -> store.keep(next)
                        .then(next.finished() ? waiters.wakeAfterCommit(List.of(next.actKey())) : Mono.empty())
                        .thenReturn(next));
    }

    private Mono<Optional<Refund>> refund(Locked locked, Reversal reversal) {
        return Mono.justOrEmpty(locked.payment())
                .flatMap(payment -> refunds.find(payment.id(), reversal.refundId()))
                .singleOptional();
    }

    private Mono<Reversal> taken(NextStep step, Locked locked, Reversal reversal) {
        var now = clock.instant();
        return switch (step) {
            case NextStep.Done _ -> Mono.just(reversal.succeeded(now));
            case NextStep.Wait _ -> Mono.just(reversal);
            case NextStep.Fail(Reason reason) -> Mono.just(reversal.failed(reason, now));
            case NextStep.GiveBack(long amountFen) ->
                refunds.begin(
                                reversal.requestedBy(),
                                locked.payment().orElseThrow().id(),
                                reversal.refundId(),
                                amountFen)
                        .map(begun -> begun.act()
                                .standing()
                                .reason()
                                .map(reason -> reversal.failed(reason, now))
                                .orElse(reversal));
        };
    }

    /// @param payment that has claimed or paid the order
    private record Locked(Order order, Optional<Payment> payment) {}

    /// Payments are locked before orders, here as everywhere; when the order has got another one meanwhile, again.
    private Mono<Locked> locked(OrderId id) {
        return orders.peek(id)
                .flatMap(seen -> Mono.justOrEmpty(seen.paymentId())
                        .flatMap(payments::lock)
                        .singleOptional()
                        .flatMap(payment -> orders.lock(id)
                                .filter(order -> order.paymentId().equals(seen.paymentId()))
                                .switchIfEmpty(Mono.error(() -> new ConcurrencyFailureException("The order went on")))
                                .map(order -> new Locked(order, payment))));
    }

    private <T> Mono<T> raced(Mono<T> work) {
        return work.as(transaction::transactional)
                .retryWhen(Retry.max(RACES)
                        .filter(ConcurrencyFailureException.class::isInstance)
                        .onRetryExhaustedThrow((_, last) -> last.failure()));
    }
}

package cn.jiaozi.payment.reversal;

import cn.jiaozi.contracts.Reason;
import cn.jiaozi.payment.order.Order;
import cn.jiaozi.payment.order.OrderState;
import cn.jiaozi.payment.payment.Payment;
import cn.jiaozi.payment.refund.Refund;
import java.util.Optional;

/// What a reversal needs next, seen from its order, the order's payment and the refund that it has asked for.
sealed interface NextStep {
    /// Nothing was charged, or nothing is any more.
    record Done() implements NextStep {}

    /// Somebody else's act must end first.
    record Wait() implements NextStep {}

    /// Give back what is left.
    record GiveBack(long amountFen) implements NextStep {}

    record Fail(Reason reason) implements NextStep {}

    /// @param payment of a claimed or paid order
    static NextStep of(Order order, Optional<Payment> payment, Optional<Refund> refund) {
        return switch (order.state()) {
            case OPEN, EXPIRED, CLOSED, REVERSED -> new Done();
            case CLAIMED -> new Wait();
            case PAID -> afterPayment(payment.orElseThrow(), refund);
        };
    }

    /// In which state the step leaves the order; no payment claims it any more in any case.
    default OrderState leaves(OrderState before) {
        return switch (this) {
            case Done _ -> OrderState.REVERSED;
            case Wait _, GiveBack _, Fail _ -> before;
        };
    }

    private static NextStep afterPayment(Payment payment, Optional<Refund> refund) {
        long left = payment.amountFen() - payment.refunds().reservedFen();
        if (payment.refunds().refundedFen() == payment.amountFen()) {
            return new Done();
        }
        if (refund.isPresent()) {
            var standing = refund.get().standing();
            return switch (standing.state()) {
                case REQUESTED -> new Wait();
                // What others have reserved meanwhile may still come back.
                case SUCCEEDED -> left > 0 ? new Fail(Reason.REFUND_EXCEEDS) : new Wait();
                case FAILED -> new Fail(standing.reason().orElseThrow());
            };
        }
        return left > 0 ? new GiveBack(left) : new Wait();
    }
}

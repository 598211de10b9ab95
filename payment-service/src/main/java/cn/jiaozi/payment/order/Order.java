package cn.jiaozi.payment.order;

import cn.jiaozi.contracts.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// What a merchant wants to be paid for, until when (商户订单).
///
/// @param paymentId the payment that has claimed or paid it
/// @param reversing whether its sale is being reversed or has been: then no payment may claim it any more
public record Order(
        String merchantNo,
        String orderId,
        OrderContent content,
        OrderState state,
        Optional<UUID> paymentId,
        Instant createdAt,
        Instant expiresAt,
        boolean reversing) {
    static Order open(OrderId id, OrderContent content, Instant now) {
        return new Order(
                id.merchantNo(),
                id.orderId(),
                content,
                OrderState.OPEN,
                Optional.empty(),
                now,
                now.plus(Duration.ofMinutes(content.minutes())),
                false);
    }

    /// For a sale that has come in one step: its order lives from now on.
    public static Order of(OrderId id, long amountFen, String storeNo, String subject, Instant now) {
        return open(id, new OrderContent(amountFen, Optional.of(storeNo), subject, Optional.empty()), now);
    }

    /// Stands in the way of a sale that was reversed before it came.
    public static Order reversedUnseen(OrderId id, long amountFen, Optional<String> storeNo, Instant now) {
        var content = new OrderContent(amountFen, storeNo, "Reversed before the sale 先冲正", Optional.empty());
        return open(id, content, now).reversing(OrderState.REVERSED);
    }

    /// The state as of now: an open order whose time has passed is expired, whether the sweep has seen it or not.
    public Order at(Instant now) {
        return state == OrderState.OPEN && !now.isBefore(expiresAt) ? with(OrderState.EXPIRED) : this;
    }

    /// Why a payment of this amount may not claim it now, if so.
    public Optional<Reason> refusal(long amountFen, Instant now) {
        if (reversing) {
            return Optional.of(Reason.ORDER_REVERSED);
        }
        return switch (at(now).state) {
            case OPEN -> content.amountFen() == amountFen ? Optional.empty() : Optional.of(Reason.ORDER_AMOUNT_DIFFERS);
            case CLAIMED -> Optional.of(Reason.ORDER_CLAIMED);
            case PAID -> Optional.of(Reason.ORDER_PAID);
            case EXPIRED -> Optional.of(Reason.ORDER_EXPIRED);
            case CLOSED -> Optional.of(Reason.ORDER_CLOSED);
            case REVERSED -> Optional.of(Reason.ORDER_REVERSED);
        };
    }

    /// Why the merchant may not close it now, if so. A claimed order may be paid at any moment, so the merchant has to
    /// wait for that payment's end and to refund it when it succeeded.
    public Optional<Reason> closeRefusal(Instant now) {
        return switch (at(now).state) {
            case OPEN, CLOSED -> Optional.empty();
            case CLAIMED -> Optional.of(Reason.ORDER_CLAIMED);
            case PAID -> Optional.of(Reason.ORDER_PAID);
            case EXPIRED -> Optional.of(Reason.ORDER_EXPIRED);
            case REVERSED -> Optional.of(Reason.ORDER_REVERSED);
        };
    }

    public OrderId id() {
        return new OrderId(merchantNo, orderId);
    }

    /// As it stands when that payment has claimed it.
    public Order claimedBy(UUID payment) {
        return new Order(
                merchantNo,
                orderId,
                content,
                OrderState.CLAIMED,
                Optional.of(payment),
                createdAt,
                expiresAt,
                reversing);
    }

    /// No payment claims it any more.
    public Order reversing(OrderState next) {
        return new Order(merchantNo, orderId, content, next, paymentId, createdAt, expiresAt, true);
    }

    Order with(OrderState next) {
        return new Order(merchantNo, orderId, content, next, paymentId, createdAt, expiresAt, reversing);
    }
}

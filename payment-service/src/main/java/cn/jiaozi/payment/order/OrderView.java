package cn.jiaozi.payment.order;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

record OrderView(
        String merchantNo,
        String orderId,
        OrderState state,
        long amountFen,
        Optional<String> storeNo,
        String subject,
        Optional<UUID> paymentId,
        Instant createdAt,
        Instant expiresAt) {
    static OrderView of(Order order, Instant now) {
        var content = order.content();
        return new OrderView(
                order.merchantNo(),
                order.orderId(),
                order.at(now).state(),
                content.amountFen(),
                content.storeNo(),
                content.subject(),
                order.paymentId(),
                order.createdAt(),
                order.expiresAt());
    }
}

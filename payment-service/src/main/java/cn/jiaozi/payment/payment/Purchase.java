package cn.jiaozi.payment.payment;

import cn.jiaozi.contracts.Payee;
import cn.jiaozi.contracts.PaymentEvent.Sale;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.payment.order.Order;
import java.time.Instant;
import java.util.Optional;

/// What is known about the payee's side when an order is to be paid; decides whether the payment may begin.
///
/// @param store the store that the order names, when it names one
record Purchase(Optional<Payee> merchant, Optional<Order> order, Optional<Payee> store) {
    Optional<Reason> refusal(long amountFen, Instant now) {
        if (merchant.isEmpty()) {
            return Optional.of(Reason.MERCHANT_NOT_FOUND);
        }
        if (order.isEmpty()) {
            return Optional.of(Reason.ORDER_NOT_FOUND);
        }
        return refusal(merchant, order.get().content().storeNo(), store)
                .or(() -> order.get().refusal(amountFen, now));
    }

    /// Why nobody may pay there, if so.
    ///
    /// @param storeNo of the store that is named, when one is
    static Optional<Reason> refusal(Optional<Payee> merchant, Optional<String> storeNo, Optional<Payee> store) {
        if (merchant.isEmpty()) {
            return Optional.of(Reason.MERCHANT_NOT_FOUND);
        }
        if (storeNo.isPresent() && store.isEmpty()) {
            return Optional.of(Reason.STORE_NOT_FOUND);
        }
        return merchant.get().active() && store.filter(s -> !s.active()).isEmpty()
                ? Optional.empty()
                : Optional.of(Reason.MERCHANT_INACTIVE);
    }

    /// The receiver of the money: the store where one is named, else the merchant.
    Optional<Payee> payee() {
        return store.or(() -> merchant);
    }

    Optional<Payment.Shop> shop() {
        return merchant.flatMap(m -> order.map(o -> new Payment.Shop(
                m.party(),
                new Sale(
                        m.merchantNo(),
                        o.content().storeNo(),
                        o.orderId(),
                        o.content().subject()))));
    }
}

package cn.jiaozi.payment.payment;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.Payee;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.WalletParty;
import cn.jiaozi.payment.order.Order;
import cn.jiaozi.payment.order.OrderContent;
import cn.jiaozi.payment.order.OrderState;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PurchaseTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final Optional<Payee> MERCHANT = payee(Optional.empty(), true);
    private static final Optional<Payee> ASLEEP = payee(Optional.empty(), false);
    private static final Optional<Payee> STORE = payee(Optional.of("000001"), true);
    private static final Optional<Payee> STORE_ASLEEP = payee(Optional.of("000001"), false);
    private static final Optional<Order> ORDER = order(Optional.empty(), OrderState.OPEN);
    private static final Optional<Order> STORE_ORDER = order(Optional.of("000001"), OrderState.OPEN);

    static Stream<Arguments> purchases() {
        return Stream.of(
                Arguments.of(MERCHANT, ORDER, Optional.empty(), ""),
                Arguments.of(MERCHANT, STORE_ORDER, STORE, ""),
                Arguments.of(Optional.empty(), ORDER, Optional.empty(), "MERCHANT_NOT_FOUND"),
                Arguments.of(Optional.empty(), Optional.empty(), Optional.empty(), "MERCHANT_NOT_FOUND"),
                Arguments.of(MERCHANT, Optional.empty(), Optional.empty(), "ORDER_NOT_FOUND"),
                Arguments.of(MERCHANT, STORE_ORDER, Optional.empty(), "STORE_NOT_FOUND"),
                Arguments.of(ASLEEP, ORDER, Optional.empty(), "MERCHANT_INACTIVE"),
                Arguments.of(MERCHANT, STORE_ORDER, STORE_ASLEEP, "MERCHANT_INACTIVE"),
                Arguments.of(MERCHANT, order(Optional.empty(), OrderState.PAID), Optional.empty(), "ORDER_PAID"));
    }

    @ParameterizedTest
    @MethodSource("purchases")
    void refusesByWhatIsKnownOfThePayee(
            Optional<Payee> merchant, Optional<Order> order, Optional<Payee> store, String reason) {
        assertThat(new Purchase(merchant, order, store)
                        .refusal(500, NOW)
                        .map(Reason::name)
                        .orElse(""))
                .isEqualTo(reason);
    }

    @Test
    void paysTheStoreWhereTheOrderNamesOne() {
        assertThat(new Purchase(MERCHANT, STORE_ORDER, STORE).payee()).isEqualTo(STORE);
        assertThat(new Purchase(MERCHANT, ORDER, Optional.empty()).payee()).isEqualTo(MERCHANT);
    }

    private static Optional<Payee> payee(Optional<String> storeNo, boolean active) {
        return Optional.of(new Payee(
                "002000100000018",
                storeNo,
                "Tea",
                Optional.of("5812"),
                new WalletParty("0020000000000022", "002"),
                "shop",
                active,
                1));
    }

    private static Optional<Order> order(Optional<String> storeNo, OrderState state) {
        return Optional.of(new Order(
                "002000100000018",
                "order-1",
                new OrderContent(500, storeNo, "Tea", Optional.of(5)),
                state,
                state == OrderState.OPEN ? Optional.empty() : Optional.of(new UUID(1, 1)),
                NOW,
                NOW.plusSeconds(300),
                false));
    }
}

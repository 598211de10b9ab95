package cn.jiaozi.payment.order;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.Reason;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class OrderTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final Map<OrderState, Set<OrderState>> LEGAL = Map.of(
            OrderState.OPEN, Set.of(OrderState.CLAIMED, OrderState.EXPIRED, OrderState.CLOSED, OrderState.REVERSED),
            OrderState.CLAIMED, Set.of(OrderState.PAID, OrderState.OPEN, OrderState.EXPIRED, OrderState.REVERSED),
            OrderState.PAID, Set.of(OrderState.REVERSED),
            OrderState.EXPIRED, Set.of(OrderState.REVERSED),
            OrderState.CLOSED, Set.of(OrderState.REVERSED),
            OrderState.REVERSED, Set.of());

    @ParameterizedTest
    @EnumSource
    void movesOnlyAlongTheLegalPairs(OrderState state) {
        for (OrderState next : OrderState.values()) {
            assertThat(state.mayBecome(next))
                    .isEqualTo(LEGAL.getOrDefault(state, Set.of()).contains(next));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OPEN, 500, ",
        "OPEN, 499, ORDER_AMOUNT_DIFFERS",
        "OPEN, 501, ORDER_AMOUNT_DIFFERS",
        "CLAIMED, 500, ORDER_CLAIMED",
        "PAID, 500, ORDER_PAID",
        "EXPIRED, 500, ORDER_EXPIRED",
        "CLOSED, 500, ORDER_CLOSED"
    })
    void isPayableWhenOpenForItsAmount(
            OrderState state, long amountFen, @org.jspecify.annotations.Nullable Reason why) {
        assertThat(order(state, 300).refusal(amountFen, NOW)).isEqualTo(Optional.ofNullable(why));
    }

    @ParameterizedTest
    @CsvSource({
        "OPEN, 1, OPEN",
        "OPEN, 0, EXPIRED",
        "OPEN, -1, EXPIRED",
        "CLAIMED, -1, CLAIMED",
        "PAID, -1, PAID",
        "CLOSED, -1, CLOSED"
    })
    void expiresByTheClockOnlyWhenOpen(OrderState state, long secondsLeft, OrderState seen) {
        assertThat(order(state, secondsLeft).at(NOW).state()).isEqualTo(seen);
    }

    @ParameterizedTest
    @CsvSource({
        "OPEN, 1, ",
        "OPEN, 0, ORDER_EXPIRED",
        "CLAIMED, 1, ORDER_CLAIMED",
        "PAID, 1, ORDER_PAID",
        "EXPIRED, 1, ORDER_EXPIRED",
        "CLOSED, 1, "
    })
    void isClosedByTheMerchantOnlyWhenOpen(
            OrderState state, long secondsLeft, @org.jspecify.annotations.Nullable Reason why) {
        assertThat(order(state, secondsLeft).closeRefusal(NOW)).isEqualTo(Optional.ofNullable(why));
    }

    static Stream<Arguments> contents() {
        var one = new OrderContent(500, Optional.empty(), "Tea", Optional.empty());
        return Stream.of(
                Arguments.of(one, one, ""),
                Arguments.of(one, new OrderContent(500, Optional.empty(), "Tea", Optional.of(5)), ""),
                Arguments.of(one, new OrderContent(500, Optional.empty(), "Tea", Optional.of(6)), "/expireMinutes"),
                Arguments.of(one, new OrderContent(501, Optional.empty(), "Tea", Optional.empty()), "/amountFen"),
                Arguments.of(one, new OrderContent(500, Optional.of("000001"), "Tea", Optional.empty()), "/storeNo"),
                Arguments.of(one, new OrderContent(500, Optional.empty(), "Rice", Optional.empty()), "/subject"));
    }

    @ParameterizedTest
    @MethodSource("contents")
    void namesTheFieldThatDiffers(OrderContent one, OrderContent other, String pointer) {
        assertThat(one.difference(other).orElse("")).isEqualTo(pointer);
    }

    private static Order order(OrderState state, long secondsLeft) {
        return new Order(
                "002000100000018",
                "order-1",
                new OrderContent(500, Optional.empty(), "Tea", Optional.of(5)),
                state,
                Optional.empty(),
                NOW.minusSeconds(300),
                NOW.plusSeconds(secondsLeft),
                false);
    }
}

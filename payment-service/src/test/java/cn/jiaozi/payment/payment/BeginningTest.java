package cn.jiaozi.payment.payment;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.chassis.Begun;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.contracts.AuthFactor;
import cn.jiaozi.contracts.Payee;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.contracts.WalletParty;
import cn.jiaozi.payment.order.Order;
import cn.jiaozi.payment.order.OrderContent;
import cn.jiaozi.payment.order.OrderId;
import cn.jiaozi.payment.order.OrderState;
import cn.jiaozi.payment.payee.Payees;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BeginningTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final Duration VALID_FOR = Duration.ofMinutes(5);
    private static final String SHOP = "002000100000018";
    private static final String PAYER = "0020000000000014";
    private static final WalletParty TILL = new WalletParty("0020000000000022", "002");
    private static final Payees PAYEES = new Payees(
            Map.of(SHOP, new Payee(SHOP, Optional.empty(), "Tea House", Optional.of("5812"), TILL, "shop", true, 1)));

    private static final AtomicLong IDS = new AtomicLong();

    private static Wish transfer(String party, String actId, long amountFen) {
        return new Wish(
                customer(party),
                actId,
                new Intent.PersonToPerson(PAYER, "0020000000000030", Optional.of("002"), amountFen, Optional.empty()));
    }

    private static Wish purchase(String party, String orderId, long amountFen) {
        return new Wish(customer(party), "act-" + orderId, new Intent.OfOrder(PAYER, SHOP, orderId, amountFen));
    }

    private static Order order(String orderId, OrderState state) {
        return new Order(
                SHOP,
                orderId,
                new OrderContent(500, Optional.empty(), "Tea", Optional.of(5)),
                state,
                state == OrderState.OPEN ? Optional.empty() : Optional.of(new UUID(9, 9)),
                NOW.minusSeconds(60),
                NOW.plusSeconds(240),
                false);
    }

    private static Beginning begin(List<Payment> there, List<Order> orders, Wish... wishes) {
        return Beginning.of(
                Arrays.asList(wishes),
                new Beginning.Seen(
                        there.stream().collect(Collectors.toMap(Payment::ownId, payment -> payment)),
                        orders.stream().collect(Collectors.toMap(Order::id, order -> order)),
                        Map.of(),
                        PAYEES),
                new Beginning.Terms("002", VALID_FOR, () -> new UUID(0, IDS.incrementAndGet()), NOW));
    }

    private static Caller customer(String party) {
        return new Caller(party, Set.of(Role.CUSTOMER), Set.of(AuthFactor.DEVICE_KEY), Optional.empty());
    }

    private static List<Begun<Payment>> begun(Beginning beginning) {
        return beginning.answers().stream()
                .map(answer -> ((Beginning.Answer.Of) answer).begun())
                .toList();
    }

    private static List<String> outcomes(Beginning beginning) {
        return begun(beginning).stream()
                .map(Begun::act)
                .map(payment -> payment.standing()
                        .reason()
                        .map(Reason::name)
                        .orElse(payment.standing().state().name()))
                .toList();
    }

    @Test
    void beginsEachWishInTheOrderOfArrival() {
        var beginning = begin(List.of(), List.of(), transfer("ann", "act-1", 1), transfer("bob", "act-1", 2));

        assertThat(beginning.fresh()).extracting(Payment::requestedBy).containsExactly("ann", "bob");
        assertThat(beginning.requested()).isEqualTo(beginning.fresh());
        assertThat(beginning.refused()).isEmpty();
        assertThat(beginning.claims()).isEmpty();
        var first = begun(beginning).getFirst();
        assertThat(first.existed()).isFalse();
        assertThat(first.act().requestedAt()).isEqualTo(NOW);
        assertThat(first.act().validUntil()).isEqualTo(NOW.plus(VALID_FOR));
        assertThat(first.act().payer()).isEqualTo(new WalletParty(PAYER, "002"));
        assertThat(first.act().payee()).contains(new WalletParty("0020000000000030", "002"));
    }

    @Test
    void repeatsWhatWasThereBefore() {
        var there = begin(List.of(), List.of(), transfer("ann", "act-1", 1)).fresh();

        var beginning = begin(there, List.of(), transfer("ann", "act-1", 1), transfer("bob", "act-1", 1));

        assertThat(begun(beginning).getFirst()).isEqualTo(new Begun<>(there.getFirst(), true));
        assertThat(beginning.fresh()).extracting(Payment::requestedBy).containsExactly("bob");
    }

    @Test
    void answersTheSecondOfTwoInOneBatchWithTheFirst() {
        var beginning = begin(
                List.of(),
                List.of(),
                transfer("ann", "act-1", 1),
                transfer("ann", "act-1", 1),
                transfer("ann", "act-1", 2));

        assertThat(beginning.fresh()).hasSize(1);
        assertThat(begun(beginning)).extracting(Begun::existed).containsExactly(false, true, true);
        assertThat(begun(beginning).stream().map(Begun::act).distinct()).containsExactlyElementsOf(beginning.fresh());
    }

    @Test
    void letsOneOfTwoPayersClaimAnOrder() {
        var beginning = begin(
                List.of(),
                List.of(order("order-1", OrderState.OPEN), order("order-2", OrderState.OPEN)),
                purchase("ann", "order-1", 500),
                purchase("bob", "order-1", 500),
                purchase("bob", "order-2", 500));

        assertThat(outcomes(beginning)).containsExactly("REQUESTED", "ORDER_CLAIMED", "REQUESTED");
        var begun = begun(beginning);
        assertThat(beginning.claims())
                .isEqualTo(Map.of(
                        new OrderId(SHOP, "order-1"), begun.getFirst().act().id(),
                        new OrderId(SHOP, "order-2"), begun.getLast().act().id()));
        assertThat(begun.getFirst().act().payee()).contains(TILL);
    }

    @Test
    void leavesAnOrderToTheNextPayerWhenItRefusesOne() {
        var beginning = begin(
                List.of(),
                List.of(order("order-1", OrderState.OPEN)),
                purchase("ann", "order-1", 501),
                purchase("bob", "order-1", 500));

        assertThat(outcomes(beginning)).containsExactly("ORDER_AMOUNT_DIFFERS", "REQUESTED");
        assertThat(beginning.refused()).extracting(Payment::requestedBy).containsExactly("ann");
        assertThat(beginning.requested()).extracting(Payment::requestedBy).containsExactly("bob");
    }

    @ParameterizedTest
    @CsvSource({
        "order-open, 499, ORDER_AMOUNT_DIFFERS",
        "order-open, 500, REQUESTED",
        "order-open, 501, ORDER_AMOUNT_DIFFERS",
        "order-paid, 500, ORDER_PAID",
        "order-closed, 500, ORDER_CLOSED",
        "order-gone, 500, ORDER_NOT_FOUND"
    })
    void refusesOneAmongGoodOnesWithItsOwnReason(String orderId, long amountFen, String outcome) {
        var beginning = begin(
                List.of(),
                List.of(
                        order("order-open", OrderState.OPEN),
                        order("order-paid", OrderState.PAID),
                        order("order-closed", OrderState.CLOSED)),
                transfer("ann", "act-1", 1),
                purchase("bob", orderId, amountFen),
                transfer("cid", "act-1", 1));

        assertThat(outcomes(beginning)).containsExactly("REQUESTED", outcome, "REQUESTED");
    }
}

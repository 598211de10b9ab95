package cn.jiaozi.payment.reversal;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.PaymentEvent.Sale;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.WalletParty;
import cn.jiaozi.payment.order.Order;
import cn.jiaozi.payment.order.OrderId;
import cn.jiaozi.payment.order.OrderState;
import cn.jiaozi.payment.payment.Intent;
import cn.jiaozi.payment.payment.Payment;
import cn.jiaozi.payment.payment.PaymentState;
import cn.jiaozi.payment.payment.Standing;
import cn.jiaozi.payment.refund.Refund;
import cn.jiaozi.payment.refund.RefundContent;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextStepTest {
    private static final Instant NOW = Instant.parse("2026-11-25T02:00:00Z");
    private static final OrderId ID = new OrderId("100000000000013", "order-1");
    private static final UUID PAYMENT = new UUID(1, 1);

    @ParameterizedTest
    @CsvSource({
        "OPEN, Done, REVERSED",
        "EXPIRED, Done, REVERSED",
        "CLOSED, Done, REVERSED",
        "REVERSED, Done, REVERSED",
        "CLAIMED, Wait, CLAIMED",
    })
    void needsNoMoneyWhereNoneHasMoved(OrderState state, String step, OrderState left) {
        var next = NextStep.of(order(state), Optional.of(payment(0, 0)), Optional.empty());

        assertThat(next.getClass().getSimpleName()).isEqualTo(step);
        assertThat(next.leaves(state)).isEqualTo(left);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // reserved | refunded | our refund | step
                "0    | 0    | NONE      | GiveBack[amountFen=1000]",
                "300  | 300  | NONE      | GiveBack[amountFen=700]",
                "999  | 0    | NONE      | GiveBack[amountFen=1]",
                "1000 | 999  | NONE      | Wait[]",
                "1000 | 1000 | NONE      | Done[]",
                "1000 | 0    | REQUESTED | Wait[]",
                "1000 | 1000 | SUCCEEDED | Done[]",
                "1000 | 700  | SUCCEEDED | Wait[]",
                "700  | 700  | SUCCEEDED | Fail[reason=REFUND_EXCEEDS]",
                "0    | 0    | FAILED    | Fail[reason=INSUFFICIENT_FUNDS]",
            })
    void givesBackWhatIsLeftOnce(long reserved, long refunded, String ours, String step) {
        Optional<Refund> refund =
                ours.equals("NONE") ? Optional.empty() : Optional.of(refund(PaymentState.valueOf(ours)));

        assertThat(NextStep.of(order(OrderState.PAID), Optional.of(payment(reserved, refunded)), refund))
                .hasToString(step);
    }

    private static Order order(OrderState state) {
        return Order.of(ID, 1_000, "000001", "Tea", NOW).reversing(state);
    }

    private static Payment payment(long reserved, long refunded) {
        return new Payment(
                PAYMENT,
                "terminal:00000001",
                "pay-0001",
                new Intent.WithCode("hash", ID.orderId(), 1_000, "Tea"),
                new WalletParty("0020000000000014", "002"),
                "ann",
                Set.of(),
                Optional.of(new WalletParty("0023000000000028", "002")),
                Optional.of(new Payment.Shop(
                        "org-1", new Sale(ID.merchantNo(), Optional.of("000001"), ID.orderId(), "Tea"))),
                standing(PaymentState.SUCCEEDED),
                new Payment.Refunds(reserved, refunded, 1),
                NOW,
                NOW.plusSeconds(300));
    }

    private static Refund refund(PaymentState state) {
        return new Refund(
                new UUID(2, 2),
                PAYMENT,
                "org-1",
                "reversal.1",
                new RefundContent(1_000, Optional.empty()),
                standing(state),
                NOW);
    }

    private static Standing standing(PaymentState state) {
        return new Standing(
                state,
                state == PaymentState.FAILED ? Optional.of(Reason.INSUFFICIENT_FUNDS) : Optional.empty(),
                Optional.empty(),
                state == PaymentState.REQUESTED ? Optional.empty() : Optional.of(NOW));
    }
}

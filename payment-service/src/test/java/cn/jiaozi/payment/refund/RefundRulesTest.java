package cn.jiaozi.payment.refund;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.LedgerEvent.Leg;
import cn.jiaozi.contracts.PaymentEvent.Sale;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.WalletParty;
import cn.jiaozi.payment.payment.Intent;
import cn.jiaozi.payment.payment.Payment;
import cn.jiaozi.payment.payment.Payment.Refunds;
import cn.jiaozi.payment.payment.PaymentState;
import cn.jiaozi.payment.payment.Posting;
import cn.jiaozi.payment.payment.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefundRulesTest {
    private static final Instant PAID = Instant.parse("2026-11-23T08:00:00Z");
    private static final RefundRules RULES = new RefundRules(Duration.ofDays(365), 50);
    private static final Standing SUCCEEDED = new Standing(
            PaymentState.SUCCEEDED,
            Optional.empty(),
            Optional.of(new Posting(1, LocalDate.of(2026, 11, 23), PAID, PAID, List.of(new Leg("a", "b", 1000)))),
            Optional.of(PAID));

    @ParameterizedTest
    @CsvSource({
        // reserved, count, amount, seconds after the end of the window
        "0, 0, 1, 0,",
        "0, 0, 1000, 0,",
        "0, 0, 1001, 0, REFUND_EXCEEDS",
        "400, 1, 600, 0,",
        "400, 1, 601, 0, REFUND_EXCEEDS",
        "1000, 1, 1, 0, REFUND_EXCEEDS",
        "49, 49, 1, 0,",
        "50, 50, 1, 0, REFUND_COUNT_EXCEEDED",
        "0, 0, 1, -1,",
        "0, 0, 1, 1, REFUND_WINDOW_CLOSED"
    })
    void refundsWhatIsLeftInTime(long reserved, int count, long amountFen, long late, @Nullable Reason why) {
        var payment = payment(SUCCEEDED).with(new Refunds(reserved, 0, count));
        var now = PAID.plus(Duration.ofDays(365)).plusSeconds(late);

        assertThat(RULES.refusal(payment, amountFen, now)).isEqualTo(Optional.ofNullable(why));
    }

    @Test
    void refundsOnlyWhatHasSucceeded() {
        assertThat(RULES.refusal(payment(Standing.REQUESTED), 1, PAID)).contains(Reason.ORIGINAL_NOT_SUCCEEDED);
        assertThat(RULES.refusal(payment(Standing.refused(Reason.LIMIT_DAILY, PAID)), 1, PAID))
                .contains(Reason.ORIGINAL_NOT_SUCCEEDED);
    }

    @Test
    void keepsWhatSucceededAndGivesBackWhatFailed() {
        var reserved = RefundRules.reserved(new Refunds(100, 100, 1), 300);

        assertThat(reserved).isEqualTo(new Refunds(400, 100, 2));
        assertThat(RefundRules.ended(reserved, refund(Standing.REQUESTED))).isEqualTo(reserved);
        assertThat(RefundRules.ended(reserved, refund(SUCCEEDED))).isEqualTo(new Refunds(400, 400, 2));
        assertThat(RefundRules.ended(reserved, refund(Standing.refused(Reason.INSUFFICIENT_FUNDS, PAID))))
                .isEqualTo(new Refunds(100, 100, 1));
    }

    private static Refund refund(Standing standing) {
        return new Refund(
                new UUID(2, 2),
                new UUID(1, 1),
                "shop",
                "refund-1",
                new RefundContent(300, Optional.empty()),
                standing,
                PAID);
    }

    private static Payment payment(Standing standing) {
        return new Payment(
                new UUID(1, 1),
                "alice",
                "payment-1",
                new Intent.OfOrder("0020000000000014", "002000100000018", "order-1", 1000),
                new WalletParty("0020000000000014", "002"),
                "alice",
                Set.of(),
                Optional.of(new WalletParty("0020000000000022", "002")),
                Optional.of(new Payment.Shop("shop", new Sale("002000100000018", Optional.empty(), "order-1", "Tea"))),
                standing,
                Refunds.NONE,
                PAID,
                PAID.plusSeconds(300));
    }
}

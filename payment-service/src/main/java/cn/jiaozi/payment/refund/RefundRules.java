package cn.jiaozi.payment.refund;

import cn.jiaozi.contracts.Reason;
import cn.jiaozi.payment.payment.Payment;
import cn.jiaozi.payment.payment.Payment.Refunds;
import cn.jiaozi.payment.payment.PaymentState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Whether a payment may be refunded, and what a refund does to what is left of it.
///
/// @param window how long after its success a payment may be refunded
/// @param atMost refunds of one payment that are under way or have succeeded
record RefundRules(Duration window, int atMost) {
    Optional<Reason> refusal(Payment payment, long amountFen, Instant now) {
        var standing = payment.standing();
        if (standing.state() != PaymentState.SUCCEEDED) {
            return Optional.of(Reason.ORIGINAL_NOT_SUCCEEDED);
        }
        if (now.isAfter(standing.endedAt().orElseThrow().plus(window))) {
            return Optional.of(Reason.REFUND_WINDOW_CLOSED);
        }
        if (payment.refunds().count() >= atMost) {
            return Optional.of(Reason.REFUND_COUNT_EXCEEDED);
        }
        return amountFen > payment.amountFen() - payment.refunds().reservedFen()
                ? Optional.of(Reason.REFUND_EXCEEDS)
                : Optional.empty();
    }

    static Refunds reserved(Refunds before, long amountFen) {
        return new Refunds(before.reservedFen() + amountFen, before.refundedFen(), before.count() + 1);
    }

    /// A failed refund gives back what it had reserved; a succeeded one keeps it for good.
    static Refunds ended(Refunds before, Refund refund) {
        return switch (refund.standing().state()) {
            case REQUESTED -> before;
            case SUCCEEDED ->
                new Refunds(
                        before.reservedFen(),
                        before.refundedFen() + refund.content().amountFen(),
                        before.count());
            case FAILED ->
                new Refunds(
                        before.reservedFen() - refund.content().amountFen(), before.refundedFen(), before.count() - 1);
        };
    }
}

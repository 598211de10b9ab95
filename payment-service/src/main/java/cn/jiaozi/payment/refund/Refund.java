package cn.jiaozi.payment.refund;

import cn.jiaozi.chassis.Act;
import cn.jiaozi.contracts.Payee;
import cn.jiaozi.contracts.PaymentEvent;
import cn.jiaozi.contracts.PaymentEvent.RefundFailed;
import cn.jiaozi.contracts.PaymentEvent.RefundRequested;
import cn.jiaozi.contracts.PaymentEvent.RefundSucceeded;
import cn.jiaozi.payment.payment.Movement;
import cn.jiaozi.payment.payment.Payment;
import cn.jiaozi.payment.payment.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// One wish of a merchant to give back a paid order, or a part of it (退款).
public record Refund(
        UUID id,
        UUID paymentId,
        String requestedBy,
        String actId,
        RefundContent content,
        Standing standing,
        Instant requestedAt)
        implements Act {
    @Override
    public String actKey() {
        return businessId();
    }

    public String businessId() {
        return Movement.REFUND.businessId(id);
    }

    @Override
    public boolean finished() {
        return standing.state().isFinal();
    }

    Refund with(Standing next) {
        return new Refund(id, paymentId, requestedBy, actId, content, next, requestedAt);
    }

    /// The merchant's wallet pays, the wallet that had paid receives.
    ///
    /// @param merchant as merchant-service last announced it; empty where nobody has
    RefundRequested request(Payment payment, Optional<Payee> merchant, Duration validFor) {
        return new RefundRequested(
                businessId(),
                payment.businessId(),
                payment.payee().orElseThrow(),
                payment.payer(),
                content.amountFen(),
                requestedBy,
                requestedAt,
                requestedAt.plus(validFor),
                merchant.flatMap(Payee::refundAdvanceFen).filter(mostFen -> mostFen > 0));
    }

    /// How it ended, made of stored columns alone.
    PaymentEvent end(Payment payment) {
        var merchant = payment.payee().orElseThrow();
        return switch (standing.state()) {
            case REQUESTED -> throw new IllegalStateException(businessId() + " has not ended");
            case SUCCEEDED ->
                new RefundSucceeded(
                        businessId(),
                        payment.businessId(),
                        merchant,
                        payment.payer(),
                        content.amountFen(),
                        payment.sold().orElseThrow().refunded(actId),
                        standing.posting().orElseThrow().accountingDate(),
                        standing.endedAt().orElseThrow());
            case FAILED ->
                new RefundFailed(
                        businessId(),
                        payment.businessId(),
                        merchant,
                        standing.reason().orElseThrow(),
                        standing.endedAt().orElseThrow());
        };
    }
}

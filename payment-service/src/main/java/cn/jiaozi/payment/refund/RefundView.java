package cn.jiaozi.payment.refund;

import cn.jiaozi.contracts.Reason;
import cn.jiaozi.payment.payment.PaymentState;
import cn.jiaozi.payment.payment.Posting;
import cn.jiaozi.payment.payment.ReasonText;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

record RefundView(
        String id,
        UUID refundId,
        UUID paymentId,
        PaymentState state,
        Optional<Reason> reason,
        Optional<ReasonText> reasonText,
        long amountFen,
        Optional<String> remark,
        Instant requestedAt,
        Optional<Instant> endedAt,
        Optional<LocalDate> accountingDate) {
    static RefundView of(Refund refund) {
        var standing = refund.standing();
        return new RefundView(
                refund.actId(),
                refund.id(),
                refund.paymentId(),
                standing.state(),
                standing.reason(),
                standing.reason().map(ReasonText::of),
                refund.content().amountFen(),
                refund.content().remark(),
                refund.requestedAt(),
                standing.endedAt(),
                standing.posting().map(Posting::accountingDate));
    }
}

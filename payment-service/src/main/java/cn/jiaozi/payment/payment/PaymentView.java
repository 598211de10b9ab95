package cn.jiaozi.payment.payment;

import cn.jiaozi.contracts.AuthFactor;
import cn.jiaozi.contracts.PaymentEvent.Sale;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.WalletParty;
import cn.jiaozi.payment.order.OrderId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// A payment as its payer, its merchant or an operator may see it.
///
/// @param refundState derived from how much was refunded; what is under way does not count yet
record PaymentView(
        String id,
        UUID paymentId,
        PaymentKind kind,
        PaymentState state,
        Optional<Reason> reason,
        Optional<ReasonText> reasonText,
        String payerWalletId,
        Optional<String> payeeWalletId,
        String payerOperator,
        Optional<String> payeeOperator,
        Set<AuthFactor> authFactors,
        long amountFen,
        Optional<String> remark,
        long refundedFen,
        RefundState refundState,
        Optional<String> merchantNo,
        Optional<String> storeNo,
        Optional<String> orderId,
        Instant requestedAt,
        Optional<Instant> endedAt,
        Optional<LocalDate> accountingDate) {
    enum RefundState {
        NONE,
        PARTIALLY_REFUNDED,
        REFUNDED
    }

    static PaymentView of(Payment payment) {
        return of(payment, payment.payer().walletId());
    }

    /// The merchant learns enough of the payer's wallet to recognize it and not enough to use it.
    static PaymentView forMerchant(Payment payment) {
        return of(payment, masked(payment.payer().walletId()));
    }

    private static PaymentView of(Payment payment, String payerWalletId) {
        var standing = payment.standing();
        var sale = payment.shop().map(Payment.Shop::sale);
        return new PaymentView(
                payment.actId(),
                payment.id(),
                payment.intent().kind(),
                standing.state(),
                standing.reason(),
                standing.reason().map(ReasonText::of),
                payerWalletId,
                payment.payee().map(WalletParty::walletId),
                payment.payer().operator(),
                payment.payee().map(WalletParty::operator),
                payment.authFactors(),
                payment.amountFen(),
                switch (payment.intent()) {
                    case Intent.PersonToPerson p -> p.remark();
                    case Intent.AtStore a -> a.remark();
                    case Intent.OfOrder _, Intent.WithCode _ -> Optional.empty();
                },
                payment.refunds().refundedFen(),
                refundState(payment.refunds().refundedFen(), payment.amountFen()),
                sale.map(Sale::merchantNo).or(() -> payment.order().map(OrderId::merchantNo)),
                sale.flatMap(Sale::storeNo),
                sale.map(Sale::orderId).or(() -> payment.order().map(OrderId::orderId)),
                payment.requestedAt(),
                standing.endedAt(),
                standing.posting().map(Posting::accountingDate));
    }

    static RefundState refundState(long refundedFen, long amountFen) {
        if (refundedFen == 0) {
            return RefundState.NONE;
        }
        return refundedFen == amountFen ? RefundState.REFUNDED : RefundState.PARTIALLY_REFUNDED;
    }

    static String masked(String walletId) {
        return walletId.length() <= 8
                ? "****"
                : walletId.substring(0, 4) + "****" + walletId.substring(walletId.length() - 4);
    }
}

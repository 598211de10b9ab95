package cn.jiaozi.payment.payment;

import cn.jiaozi.chassis.Act;
import cn.jiaozi.contracts.AuthFactor;
import cn.jiaozi.contracts.PaymentEvent;
import cn.jiaozi.contracts.PaymentEvent.PaymentFailed;
import cn.jiaozi.contracts.PaymentEvent.PaymentRequested;
import cn.jiaozi.contracts.PaymentEvent.PaymentSucceeded;
import cn.jiaozi.contracts.PaymentEvent.Sale;
import cn.jiaozi.contracts.WalletParty;
import cn.jiaozi.payment.order.OrderId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// One wish of one payer to move money, and what became of it.
///
/// @param requestedBy the scope of the act's id: the payer's party, or the till that asked for the payer
/// @param payerParty  in whose name the payer's wallet is debited
/// @param authFactors what the payer has shown besides a token
/// @param payee empty where it was refused before the payee was known
/// @param shop  the merchant's side of an order's payment
public record Payment(
        UUID id,
        String requestedBy,
        String actId,
        Intent intent,
        WalletParty payer,
        String payerParty,
        Set<AuthFactor> authFactors,
        Optional<WalletParty> payee,
        Optional<Shop> shop,
        Standing standing,
        Refunds refunds,
        Instant requestedAt,
        Instant validUntil)
        implements Act {
    /// In front of the id in a till's scope.
    private static final String OF_A_TILL = "terminal:";

    /// @param party who may see and refund the payment on the merchant's behalf
    public record Shop(String party, Sale sale) {}

    /// @param reservedFen under way or succeeded
    /// @param refundedFen succeeded
    /// @param count       under way or succeeded
    public record Refunds(long reservedFen, long refundedFen, int count) {
        public static final Refunds NONE = new Refunds(0, 0, 0);
    }

    @Override
    public String actKey() {
        return businessId();
    }

    public String businessId() {
        return Movement.PAYMENT.businessId(id);
    }

    @Override
    public boolean finished() {
        return standing.state().isFinal();
    }

    OwnId ownId() {
        return new OwnId(requestedBy, actId);
    }

    /// The order that it is of, as far as the merchant is known.
    Optional<OrderId> order() {
        return switch (intent) {
            case Intent.PersonToPerson _, Intent.AtStore _ -> Optional.empty();
            case Intent.OfOrder o -> Optional.of(o.order());
            case Intent.WithCode c -> shop.map(s -> new OrderId(s.sale().merchantNo(), c.orderId()));
        };
    }

    /// The order that it has claimed when it began.
    Optional<OrderId> claim() {
        return finished() ? Optional.empty() : order();
    }

    /// The merchant's number of a sale that had no order.
    static String withoutOrder(UUID id) {
        return id.toString().replace("-", "");
    }

    boolean isPaidBy(String party) {
        return payerParty.equals(party);
    }

    public long amountFen() {
        return intent.amountFen();
    }

    public boolean isSoldBy(String party) {
        return shop.filter(s -> s.party().equals(party)).isPresent();
    }

    /// The request that the ring is asked to carry out.
    PaymentRequested request() {
        return new PaymentRequested(
                businessId(),
                intent.kind().txType(),
                payer,
                payee.orElseThrow(),
                amountFen(),
                payerParty,
                authFactors,
                requestedAt,
                validUntil);
    }

    /// How it ended, made of stored columns alone, so that it is the same however often it is told.
    PaymentEvent end() {
        var txType = intent.kind().txType();
        return switch (standing.state()) {
            case REQUESTED -> throw new IllegalStateException(businessId() + " has not ended");
            case SUCCEEDED ->
                new PaymentSucceeded(
                        businessId(),
                        txType,
                        payer,
                        payee.orElseThrow(),
                        amountFen(),
                        sold(),
                        standing.posting().orElseThrow().accountingDate(),
                        standing.endedAt().orElseThrow());
            case FAILED ->
                new PaymentFailed(
                        businessId(),
                        txType,
                        payer,
                        standing.reason().orElseThrow(),
                        standing.endedAt().orElseThrow());
        };
    }

    /// What was sold, and as far as is known how.
    public Optional<Sale> sold() {
        return shop.flatMap(s -> intent.payMode().map(how -> s.sale().paid(till(), how, intent.written())));
    }

    private Optional<String> till() {
        return requestedBy.startsWith(OF_A_TILL)
                ? Optional.of(requestedBy.substring(OF_A_TILL.length()))
                : Optional.empty();
    }

    Payment with(Standing next) {
        return new Payment(
                id,
                requestedBy,
                actId,
                intent,
                payer,
                payerParty,
                authFactors,
                payee,
                shop,
                next,
                refunds,
                requestedAt,
                validUntil);
    }

    public Payment with(Refunds next) {
        return new Payment(
                id,
                requestedBy,
                actId,
                intent,
                payer,
                payerParty,
                authFactors,
                payee,
                shop,
                standing,
                next,
                requestedAt,
                validUntil);
    }
}

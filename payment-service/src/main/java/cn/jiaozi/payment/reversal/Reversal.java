package cn.jiaozi.payment.reversal;

import cn.jiaozi.chassis.Act;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.payment.order.OrderId;
import java.time.Instant;
import java.util.Optional;

/// A merchant's wish that a sale has not happened. There is one for an order; one that has failed is tried again when
/// it is asked for again, as a till that stores and forwards does.
///
/// @param requestedBy the merchant's party
/// @param amountFen   of the sale, as its till knows it
/// @param attempt     counted from one
record Reversal(
        OrderId order,
        String requestedBy,
        long amountFen,
        int attempt,
        State state,
        Optional<Reason> reason,
        Instant requestedAt,
        Optional<Instant> endedAt)
        implements Act {
    enum State {
        /// The sale's payment or its refund is under way.
        REQUESTED,
        SUCCEEDED,
        /// What was paid could not be given back; see the reason.
        FAILED
    }

    static Reversal requested(OrderId order, String party, long amountFen, Instant now) {
        return new Reversal(order, party, amountFen, 1, State.REQUESTED, Optional.empty(), now, Optional.empty());
    }

    @Override
    public String actKey() {
        return "reversal:" + order.merchantNo() + "/" + order.orderId();
    }

    @Override
    public boolean finished() {
        return state != State.REQUESTED;
    }

    /// The id of the refund that this attempt asks for; no caller can choose it.
    String refundId() {
        return "reversal." + attempt;
    }

    Reversal again() {
        return new Reversal(
                order,
                requestedBy,
                amountFen,
                attempt + 1,
                State.REQUESTED,
                Optional.empty(),
                requestedAt,
                Optional.empty());
    }

    Reversal succeeded(Instant now) {
        return ended(State.SUCCEEDED, Optional.empty(), now);
    }

    Reversal failed(Reason why, Instant now) {
        return ended(State.FAILED, Optional.of(why), now);
    }

    private Reversal ended(State end, Optional<Reason> why, Instant now) {
        return new Reversal(order, requestedBy, amountFen, attempt, end, why, requestedAt, Optional.of(now));
    }
}

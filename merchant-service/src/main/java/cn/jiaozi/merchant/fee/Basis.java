package cn.jiaozi.merchant.fee;

import java.time.Instant;
import java.util.Optional;

/// A fee, and what was refunded of its payment so far.
///
/// @param terms       of the plan that the fee came from, which decides about its return too
/// @param saleFen     the payment
/// @param refundedFen what of the payment was refunded
/// @param returnedFen what of the fee came back with it
record Basis(Fee fee, Terms terms, long saleFen, long refundedFen, long returnedFen) {
    /// @param returned empty where nothing comes back
    record Step(Basis basis, Optional<Fee> returned) {}

    Step refunded(Turnover.Refunded refund, Instant now) {
        long refundedNowFen = Math.addExact(refundedFen, refund.amountFen());
        long returnedNowFen = terms.returnedFen(fee.amountFen(), saleFen, refundedNowFen);
        long returnFen = returnedNowFen - returnedFen;
        return new Step(
                new Basis(fee, terms, saleFen, refundedNowFen, returnedNowFen),
                returnFen > 0 ? Optional.of(fee.returned(refund, returnFen, now)) : Optional.empty());
    }
}

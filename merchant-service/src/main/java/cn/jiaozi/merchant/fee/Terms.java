package cn.jiaozi.merchant.fee;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Optional;

/// What a merchant pays for a payment (费率).
///
/// @param rateBp            basis points of the amount, 10 % at most
/// @param capFen            the most for one payment (封顶)
/// @param perTransactionFen for every payment, beside the rate
record Terms(
        @Min(0) @Max(MOST_BP) int rateBp,
        Optional<@Positive @Max(MOST_FEN) Long> capFen,
        @PositiveOrZero @Max(MOST_FEN) long perTransactionFen,
        RefundPolicy refundPolicy) {
    private static final int MOST_BP = 1_000;
    private static final long MOST_FEN = 100_000_000L;
    private static final long WHOLE_BP = 10_000;

    /// `min(cap, per transaction + rate)`, and never more than the payment itself.
    long feeFen(long amountFen) {
        long byRateFen = Proportion.halfUp(amountFen, rateBp, WHOLE_BP);
        long uncappedFen = Math.addExact(perTransactionFen, byRateFen);
        return Math.min(amountFen, Math.min(uncappedFen, capFen.orElse(Long.MAX_VALUE)));
    }

    /// What of a fee has come back once so much of the payment is refunded. It depends on the sum alone, so
    /// whatever the parts and their order, the returns of a payment that is refunded wholly add up to the
    /// fee.
    long returnedFen(long feeFen, long amountFen, long refundedFen) {
        return switch (refundPolicy) {
            case KEEP -> 0;
            case RETURN_PROPORTIONALLY -> Proportion.halfUp(feeFen, Math.min(refundedFen, amountFen), amountFen);
        };
    }

    /// JSON pointer to a field that makes no sense beside the others.
    Optional<String> contradiction() {
        return capFen.filter(cap -> cap < perTransactionFen).map(_ -> "/capFen");
    }

    /// JSON pointer to the first field that differs.
    Optional<String> difference(Terms other) {
        if (rateBp != other.rateBp) {
            return Optional.of("/rateBp");
        }
        if (!capFen.equals(other.capFen)) {
            return Optional.of("/capFen");
        }
        if (perTransactionFen != other.perTransactionFen) {
            return Optional.of("/perTransactionFen");
        }
        return refundPolicy == other.refundPolicy ? Optional.empty() : Optional.of("/refundPolicy");
    }
}

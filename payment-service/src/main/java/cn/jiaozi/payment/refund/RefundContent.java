package cn.jiaozi.payment.refund;

import cn.jiaozi.payment.payment.Intent;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.util.Optional;

/// What the merchant says about a refund.
public record RefundContent(
        @Positive @Max(Intent.MAX_AMOUNT_FEN) long amountFen,
        Optional<@Pattern(regexp = "[^\\p{Cc}\\p{Cs}]{1,100}") String> remark) {
    /// JSON pointer to the first field that differs.
    Optional<String> difference(RefundContent other) {
        if (amountFen != other.amountFen) {
            return Optional.of("/amountFen");
        }
        return remark.equals(other.remark) ? Optional.empty() : Optional.of("/remark");
    }
}

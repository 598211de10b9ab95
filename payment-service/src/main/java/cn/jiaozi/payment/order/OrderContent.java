package cn.jiaozi.payment.order;

import cn.jiaozi.chassis.Problem;
import cn.jiaozi.contracts.SignerKey;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.util.Optional;

/// What a merchant says about an order.
///
/// @param amountFen     at most twelve digits, as ISO 8583 field 4
/// @param expireMinutes five when missing
public record OrderContent(
        @Positive @Max(999_999_999_999L) long amountFen,
        Optional<@Pattern(regexp = "[0-9]{6}") String> storeNo,
        @Pattern(regexp = "[^\\p{Cc}\\p{Cs}]{1,128}") String subject,
        Optional<@Min(1) @Max(120) Integer> expireMinutes) {
    private static final int DEFAULT_EXPIRE_MINUTES = 5;

    /// As a terminal means it: at the store where it stands.
    OrderContent at(Optional<SignerKey.Terminal> terminal) {
        if (terminal.isEmpty()) {
            return this;
        }
        String here = terminal.get().storeNo();
        if (storeNo.filter(no -> !no.equals(here)).isPresent()) {
            throw Problem.badRequest("/storeNo", "is not the store where the terminal stands");
        }
        return new OrderContent(amountFen, Optional.of(here), subject, expireMinutes);
    }

    int minutes() {
        return expireMinutes.orElse(DEFAULT_EXPIRE_MINUTES);
    }

    /// JSON pointer to the first field that differs.
    Optional<String> difference(OrderContent other) {
        if (amountFen != other.amountFen) {
            return Optional.of("/amountFen");
        }
        if (!storeNo.equals(other.storeNo)) {
            return Optional.of("/storeNo");
        }
        if (!subject.equals(other.subject)) {
            return Optional.of("/subject");
        }
        return minutes() == other.minutes() ? Optional.empty() : Optional.of("/expireMinutes");
    }
}

package cn.jiaozi.wallet.limit;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;

/// The limits of a class from a day on. Empty is no limit.
public record LimitPolicy(WalletClass walletClass, LocalDate effectiveOn, Terms terms) {
    /// What an operator may set.
    public record Terms(
            Optional<@PositiveOrZero @Max(MOST) Long> singleFen,
            Optional<@PositiveOrZero @Max(MOST) Long> dailyFen,
            Optional<@PositiveOrZero @Max(MOST) Long> annualFen,
            Optional<@PositiveOrZero @Max(MOST) Long> balanceCapFen) {
        private static final long MOST = 1_000_000_000_000_000L;

        /// The first field that differs, as a JSON pointer.
        Optional<String> difference(Terms other) {
            if (!Objects.equals(singleFen, other.singleFen)) {
                return Optional.of("/singleFen");
            }
            if (!Objects.equals(dailyFen, other.dailyFen)) {
                return Optional.of("/dailyFen");
            }
            if (!Objects.equals(annualFen, other.annualFen)) {
                return Optional.of("/annualFen");
            }
            return Objects.equals(balanceCapFen, other.balanceCapFen)
                    ? Optional.empty()
                    : Optional.of("/balanceCapFen");
        }
    }
}

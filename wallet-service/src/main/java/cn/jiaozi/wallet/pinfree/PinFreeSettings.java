package cn.jiaozi.wallet.pinfree;

import jakarta.validation.constraints.PositiveOrZero;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/// What the bank allows at most.
///
/// @param mostSingleFen  the highest that a customer may set for one payment
/// @param mostDailyFen   the highest that a customer may set for all of a day
/// @param paymentsPerDay how many of them a day; not for customers to set
@Validated
@ConfigurationProperties("jiaozi.pin-free")
record PinFreeSettings(
        @PositiveOrZero long mostSingleFen,
        @PositiveOrZero long mostDailyFen,
        @PositiveOrZero int paymentsPerDay) {
    /// The first field that is above what is allowed, as a JSON pointer.
    Optional<String> beyond(Setting wanted) {
        if (wanted.singleFen() > mostSingleFen) {
            return Optional.of("/singleFen");
        }
        return wanted.dailyFen() > mostDailyFen ? Optional.of("/dailyFen") : Optional.empty();
    }

    /// What counts of a setting, which may be of a time when more was allowed.
    PinFree inForce(Setting setting) {
        return new PinFree(
                Math.min(setting.singleFen(), mostSingleFen),
                Math.min(setting.dailyFen(), mostDailyFen),
                paymentsPerDay);
    }
}

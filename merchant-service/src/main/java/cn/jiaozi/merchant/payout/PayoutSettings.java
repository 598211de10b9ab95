package cn.jiaozi.merchant.payout;

import cn.jiaozi.chassis.Patience;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/// @param sweepEvery  how often it is looked what is due and what has not ended
/// @param askAfter    when a payout that has not ended is announced again; the last step repeats
/// @param askAtMost   payouts that are announced again at once
/// @param lagWaiting  nothing is announced again while more facts than this wait to leave
@Validated
@ConfigurationProperties("jiaozi.payout")
record PayoutSettings(
        Duration sweepEvery,
        @NotEmpty List<Duration> askAfter,
        @Positive int askAtMost,
        @Positive long lagWaiting) {
    /// @param asks how often it was announced
    Instant askAgain(int asks, Instant now) {
        return now.plus(Patience.after(askAfter, asks));
    }
}

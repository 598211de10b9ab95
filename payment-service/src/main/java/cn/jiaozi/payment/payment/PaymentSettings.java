package cn.jiaozi.payment.payment;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/// @param operator our own operator code
@Validated
@ConfigurationProperties("jiaozi")
public record PaymentSettings(@Pattern(regexp = "[0-9]{3}") String operator, Payments payment) {
    /// @param validFor   how long after the request the ledger may still decide it
    /// @param healAfter  when a request without an outcome is announced again; the last step repeats
    /// @param lagAbove   the ring lags when its fastest recent outcome took longer
    /// @param reversalEvery how often open reversals are looked after
    /// @param city       of the merchants, in their QR codes
    /// @param lagWaiting the ring lags when more facts than this wait to leave
    public record Payments(
            Duration validFor,
            Duration sweepEvery,
            @NotEmpty List<Duration> healAfter,
            @Positive int healAtMost,
            Duration lagAbove,
            @Positive long lagWaiting,
            Duration refundWindow,
            @Positive int refundsAtMost,
            Duration reversalEvery,
            @Pattern(regexp = "[!-~][ -~]{0,14}") String city) {}
}

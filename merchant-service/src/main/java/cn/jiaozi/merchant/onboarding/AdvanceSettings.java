package cn.jiaozi.merchant.onboarding;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/// How far the bank goes for merchants whose wallets cannot pay a refund.
///
/// @param limits        what a merchant of a grade may owe at most, in fen; nothing for a grade that is not named
/// @param sweepEvery    how often the clock looks for what can be done now
/// @param askAgainAfter when a wallet is looked at again, whether or not a sale has come
@Validated
@ConfigurationProperties("jiaozi.advance")
public record AdvanceSettings(Map<RiskGrade, Long> limits, Duration sweepEvery, Duration askAgainAfter) {
    public AdvanceSettings {
        limits = Map.copyOf(limits);
        if (limits.values().stream().anyMatch(fen -> fen < 0)) {
            throw new IllegalArgumentException("jiaozi.advance.limits must not be negative");
        }
    }

    /// What this merchant may owe. Without coming sales there is nothing to set off against.
    long limitFen(Merchant merchant) {
        return merchant.isActive()
                ? merchant.riskGrade()
                        .map(grade -> limits.getOrDefault(grade, 0L))
                        .orElse(0L)
                : 0;
    }
}

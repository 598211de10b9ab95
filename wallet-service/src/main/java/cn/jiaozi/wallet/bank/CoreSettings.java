package cn.jiaozi.wallet.bank;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/// @param timeout     of one call; its answer is lost after that
/// @param queryAfter  how long after a lost answer the core is asked what became of it; doubled each time
/// @param queryAtMost the longest such pause
/// @param lease       how long a claimed row belongs to the instance that claimed it
@Validated
@ConfigurationProperties("jiaozi.core")
public record CoreSettings(
        URI url,
        Duration timeout,
        Duration queryAfter,
        Duration queryAtMost,
        Duration lease,
        @Min(1) @Max(64) int exchangesAtOnce,
        @Min(1) @Max(64) int verificationsAtOnce) {
    /// The pause after a number of tries, from 1.
    public Duration pause(int tries) {
        var pause = queryAfter.multipliedBy(1L << Math.min(Math.max(tries - 1, 0), 20));
        return pause.compareTo(queryAtMost) < 0 ? pause : queryAtMost;
    }
}

package cn.jiaozi.wallet.pin;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/// @param proofKey   HMAC-SHA256 key of proofs, 64 hexadecimal digits; payment-service has it too
/// @param proofFor   how long a proof is good
/// @param wrongTries so many wrong ones in a row lock the PIN
/// @param lockedFor  for so long, unless it is set anew
@Validated
@ConfigurationProperties("jiaozi.pin")
record PinSettings(
        @Pattern(regexp = "[0-9a-fA-F]{64}") String proofKey,
        Duration proofFor,
        @Min(1) @Max(10) int wrongTries,
        Duration lockedFor) {
    /// Keys are not for logs.
    @Override
    public String toString() {
        return "PinSettings";
    }
}

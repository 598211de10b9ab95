package cn.jiaozi.merchant.activation;

import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/// @param activationKey HMAC-SHA-256 key that activation codes are derived with, 64 hexadecimal digits
@Validated
@ConfigurationProperties("jiaozi.merchant")
record ActivationSettings(
        @Pattern(regexp = "[0-9a-fA-F]{64}") String activationKey) {
    /// Keys are not for logs.
    @Override
    public String toString() {
        return "ActivationSettings";
    }
}

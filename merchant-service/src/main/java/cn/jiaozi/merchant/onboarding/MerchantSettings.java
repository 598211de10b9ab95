package cn.jiaozi.merchant.onboarding;

import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/// @param operator our own operator code
@Validated
@ConfigurationProperties("jiaozi")
public record MerchantSettings(@Pattern(regexp = "[0-9]{3}") String operator, Merchants merchant) {
    /// @param branchCode   of a merchant whose registration names none
    /// @param numberPrefix acquirer and branch, in front of every merchant number
    public record Merchants(
            @Pattern(regexp = "[0-9A-Za-z]{1,12}") String branchCode,
            @Pattern(regexp = "[0-9]{7}") String numberPrefix) {}
}

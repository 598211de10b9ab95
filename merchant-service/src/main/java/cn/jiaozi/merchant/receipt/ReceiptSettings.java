package cn.jiaozi.merchant.receipt;

import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/// @param bank our name as it stands on receipts
@Validated
@ConfigurationProperties("jiaozi.receipt")
record ReceiptSettings(
        @Pattern(regexp = "[^\\p{Cc}\\p{Cs}]{1,40}") String bank) {}

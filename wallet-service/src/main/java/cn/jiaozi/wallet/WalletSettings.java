package cn.jiaozi.wallet;

import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/// @param operator   our own three-digit code (运营机构)
/// @param branchCode the branch of wallets that were opened without naming one
/// @param sweepEvery how often the clock looks for what a crash left
@Validated
@ConfigurationProperties("jiaozi.wallet")
public record WalletSettings(
        @Pattern(regexp = "[0-9]{3}") String operator,
        @Pattern(regexp = "[0-9A-Za-z]{1,12}") String branchCode,
        Duration sweepEvery) {}

package cn.jiaozi.wallet.recovery;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/// @param tryAgain how long after a try the wallet may have something again
@Validated
@ConfigurationProperties("jiaozi.recovery")
record RecoverySettings(Duration tryAgain) {}

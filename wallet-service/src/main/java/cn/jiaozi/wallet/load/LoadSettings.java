package cn.jiaozi.wallet.load;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/// @param releaseAfter how long after a loss or a revocation vouchers can still be paid
/// @param releaseAgain when a return that the ledger has rejected is tried again
@Validated
@ConfigurationProperties("jiaozi.load")
record LoadSettings(Duration releaseAfter, Duration releaseAgain) {}

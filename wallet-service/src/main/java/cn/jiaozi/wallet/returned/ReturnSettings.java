package cn.jiaozi.wallet.returned;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// @param askEvery how often the core is asked what was sent back
/// @param tryAgain after the ledger has not taken one
@ConfigurationProperties("jiaozi.returns")
record ReturnSettings(Duration askEvery, Duration tryAgain) {}

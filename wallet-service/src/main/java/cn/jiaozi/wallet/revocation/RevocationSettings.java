package cn.jiaozi.wallet.revocation;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/// @param listEvery        the shortest time between two lists
/// @param listAtLeastEvery how old a list gets when nothing changes: devices refuse those that are too old
@Validated
@ConfigurationProperties("jiaozi.revocation")
record RevocationSettings(Duration listEvery, Duration listAtLeastEvery) {}

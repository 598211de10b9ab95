package cn.jiaozi.merchant.fee;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/// @param planLead      how long before a plan's day begins it may still be changed; two clocks never differ by so much
/// @param sweepEvery    how often the clock looks for what can be done now
/// @param askAgainAfter when a fee that was rejected is tried again, whether or not a sale has come
@Validated
@ConfigurationProperties("jiaozi.fee")
record FeeSettings(Duration planLead, Duration sweepEvery, Duration askAgainAfter) {}

package cn.jiaozi.merchant.remedy;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// @param lookEvery     how often the clock looks for small items and for questions that the ledger has not answered
/// @param byItselfUpTo  fen, up to which the suite gives a customer's money back by itself; 0 for never
/// @param askAgainAfter after which silence the ledger is asked again
@Validated
@ConfigurationProperties("jiaozi.remedy")
record RemedySettings(
        @DefaultValue("10s") Duration lookEvery,
        @Min(0) @DefaultValue("50000") long byItselfUpTo,
        @DefaultValue("30s") Duration askAgainAfter) {}

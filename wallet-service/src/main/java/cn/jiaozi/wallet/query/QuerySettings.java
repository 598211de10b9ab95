package cn.jiaozi.wallet.query;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/// @param again  the pause after a call that brought nothing final
/// @param tries  after so many calls what is known then is the answer
/// @param atOnce calls at the same time
@Validated
@ConfigurationProperties("jiaozi.core-query")
record QuerySettings(
        Duration again,
        @Min(1) @Max(10) int tries,
        @Min(1) @Max(64) int atOnce) {}

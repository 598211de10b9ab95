package cn.jiaozi.wallet.device;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/// @param atMost how many active devices a party may have
@Validated
@ConfigurationProperties("jiaozi.device")
record DeviceSettings(@Min(1) int atMost) {}

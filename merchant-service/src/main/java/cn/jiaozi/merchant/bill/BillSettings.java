package cn.jiaozi.merchant.bill;

import java.time.Duration;
import java.time.LocalTime;
import java.time.Period;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/// @param readyAt     of the next day: until when merchants are told that bills are ready
/// @param offered     for how long merchants get the bills of a day
/// @param kept        for how long they are kept; operators get them until then
/// @param urlValid    how long a download may begin
@Validated
@ConfigurationProperties("jiaozi.bill")
public record BillSettings(LocalTime readyAt, Period offered, Period kept, Duration urlValid) {}

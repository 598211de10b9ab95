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
/// @param sweepEvery  how often the clock looks for days to open and for bills and renditions to make
/// @param proveEvery  how often it looks for bills to make a second time, and for what may go
@Validated
@ConfigurationProperties("jiaozi.bill")
public record BillSettings(
        LocalTime readyAt, Period offered, Period kept, Duration urlValid, Duration sweepEvery, Duration proveEvery) {}

package cn.jiaozi.merchant.reconciliation;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// @param lookEvery   how often the clock looks for days that can go on
/// @param settleEvery how often open items are looked over, whatever else happens
/// @param rowsAtOnce  how many rows of a side are compared in one transaction, about
/// @param workMemory  of the database for one comparison; what does not fit goes to its disk
/// @param partWithin  how long the database may take for a part; less than a job's longest run
@Validated
@ConfigurationProperties("jiaozi.reconciliation")
public record ReconciliationSettings(
        @DefaultValue("5s") Duration lookEvery,
        @DefaultValue("10m") Duration settleEvery,
        @Min(1) @DefaultValue("5000000") long rowsAtOnce,

        @Pattern(regexp = "[1-9][0-9]{0,4}MB") @DefaultValue("128MB")
        String workMemory,

        @DefaultValue("4m") Duration partWithin) {
    int parts(long rows) {
        return Math.toIntExact(Math.max(1, (rows + rowsAtOnce - 1) / rowsAtOnce));
    }
}

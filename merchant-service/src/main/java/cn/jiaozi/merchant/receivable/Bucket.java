package cn.jiaozi.merchant.receivable;

import cn.jiaozi.chassis.BusinessTime;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;

/// How long something is owed, in days of the calendar (账龄).
enum Bucket {
    TO_30("0-30", 0, 30),
    TO_60("31-60", 31, 60),
    TO_90("61-90", 61, 90),
    OVER_90("90+", 91, Integer.MAX_VALUE);

    private final String label;
    private final int from;
    private final int to;

    Bucket(String label, int from, int to) {
        this.label = label;
        this.from = from;
        this.to = to;
    }

    @JsonValue
    String label() {
        return label;
    }

    /// In a query a plus is a blank.
    static Optional<Bucket> labelled(String said) {
        return Arrays.stream(values())
                .filter(bucket -> bucket.label.equals(said.replace(' ', '+')))
                .findFirst();
    }

    static long ageDays(Instant since, LocalDate today) {
        return Math.max(0, ChronoUnit.DAYS.between(BusinessTime.dayOf(since), today));
    }

    static Bucket of(Instant since, LocalDate today) {
        long days = ageDays(since, today);
        return Arrays.stream(values())
                .filter(bucket -> days <= bucket.to)
                .findFirst()
                .orElseThrow();
    }

    /// The first moment that is in it; what is older is in the next one.
    Instant oldest(LocalDate today) {
        return to == Integer.MAX_VALUE
                ? Instant.EPOCH
                : today.minusDays(to).atStartOfDay(BusinessTime.ZONE).toInstant();
    }

    /// The first moment after it.
    Instant end(LocalDate today) {
        return today.minusDays(from).plusDays(1).atStartOfDay(BusinessTime.ZONE).toInstant();
    }
}

package cn.jiaozi.chassis;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/// Days as the business counts them: the calendar of Asia/Shanghai.
public final class BusinessTime {
    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private BusinessTime() {}

    public static LocalDate dayOf(Instant at) {
        return at.atZone(ZONE).toLocalDate();
    }
}

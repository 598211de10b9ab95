package cn.jiaozi.merchant.payout;

import cn.jiaozi.merchant.payout.PayoutPlan.Terms;
import cn.jiaozi.merchant.payout.Schedule.Kind;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class PlanStore {
    private final DatabaseClient client;

    PlanStore(DatabaseClient client) {
        this.client = client;
    }

    Mono<PayoutPlan> find(String merchantNo, LocalDate effectiveOn) {
        return client.sql("select * from payout_plan where merchant_no = :no and effective_on = :on")
                .bind("no", merchantNo)
                .bind("on", effectiveOn)
                .map(PlanStore::plan)
                .one();
    }

    /// The one in force on a day.
    Mono<PayoutPlan> inForce(String merchantNo, LocalDate on) {
        return client.sql("""
                        select * from payout_plan where merchant_no = :no and effective_on <= :on
                        order by effective_on desc limit 1
                        """)
                .bind("no", merchantNo)
                .bind("on", on)
                .map(PlanStore::plan)
                .one();
    }

    /// All of a merchant, the latest first.
    Mono<List<PayoutPlan>> all(String merchantNo) {
        return client.sql("select * from payout_plan where merchant_no = :no order by effective_on desc")
                .bind("no", merchantNo)
                .map(PlanStore::plan)
                .all()
                .collectList();
    }

    /// Every timed schedule that somebody has until a day; they are few, however many have them.
    Mono<List<Schedule>> schedules(LocalDate until) {
        return client.sql("""
                        select distinct schedule, times, day_of_week, day_of_month, cut_off from payout_plan
                        where schedule in ('INTRADAY', 'T1', 'WEEKLY', 'MONTHLY') and effective_on <= :until
                        """)
                .bind("until", until)
                .map(PlanStore::schedule)
                .all()
                .collectList();
    }

    /// False where there is one for that day already.
    Mono<Boolean> insert(PayoutPlan plan) {
        var terms = plan.terms();
        return client.sql("""
                        insert into payout_plan (merchant_no, effective_on, schedule, times, day_of_week, day_of_month,
                                                 cut_off, threshold_fen, keep_fen, minimum_fen, put_by, put_at)
                        values (:no, :on, :schedule, :times, :dayOfWeek, :dayOfMonth, :cutOff, :threshold, :keep,
                                :minimum, :by, :at)
                        on conflict do nothing
                        """)
                .bind("no", plan.merchantNo())
                .bind("on", plan.effectiveOn())
                .bind("schedule", terms.schedule().name())
                .bind("times", orNull(R2dbcType.VARCHAR, times(terms.asSchedule())))
                .bind(
                        "dayOfWeek",
                        orNull(
                                R2dbcType.INTEGER,
                                terms.dayOfWeek().map(DayOfWeek::getValue).orElse(null)))
                .bind("dayOfMonth", orNull(R2dbcType.INTEGER, terms.dayOfMonth().orElse(null)))
                .bind(
                        "cutOff",
                        orNull(R2dbcType.TIME, terms.asSchedule().cutOff().orElse(null)))
                .bind("threshold", orNull(R2dbcType.BIGINT, terms.thresholdFen().orElse(null)))
                .bind("keep", terms.keepFen().orElseThrow())
                .bind("minimum", terms.minimumFen().orElseThrow())
                .bind("by", plan.putBy())
                .bind("at", plan.putAt())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /// As it is stored: the times of a day in one text; null where there are none.
    static @Nullable String times(Schedule schedule) {
        return schedule.times().isEmpty()
                ? null
                : schedule.times().stream().map(LocalTime::toString).collect(Collectors.joining(","));
    }

    static Object orNull(R2dbcType type, @Nullable Object value) {
        return value == null ? Parameters.in(type) : value;
    }

    private static Schedule schedule(Readable row) {
        return new Schedule(
                Kind.valueOf(Objects.requireNonNull(row.get("schedule", String.class))),
                times(row).orElse(List.of()),
                Optional.ofNullable(row.get("day_of_week", Integer.class)).map(DayOfWeek::of),
                Optional.ofNullable(row.get("day_of_month", Integer.class)),
                Optional.ofNullable(row.get("cut_off", LocalTime.class)));
    }

    private static Optional<List<LocalTime>> times(Readable row) {
        return Optional.ofNullable(row.get("times", String.class))
                .map(text ->
                        Arrays.stream(text.split(",", -1)).map(LocalTime::parse).toList());
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static PayoutPlan plan(Readable row) {
        var schedule = schedule(row);
        return new PayoutPlan(
                row.get("merchant_no", String.class),
                row.get("effective_on", LocalDate.class),
                new Terms(
                        schedule.kind(),
                        Optional.of(schedule.times().stream()
                                        .map(LocalTime::toString)
                                        .toList())
                                .filter(times -> !times.isEmpty()),
                        schedule.dayOfWeek(),
                        schedule.dayOfMonth(),
                        Optional.ofNullable(row.get("threshold_fen", Long.class)),
                        schedule.cutOff().map(LocalTime::toString),
                        Optional.of(row.get("keep_fen", Long.class)),
                        Optional.of(row.get("minimum_fen", Long.class))),
                row.get("put_by", String.class),
                row.get("put_at", Instant.class));
    }
}

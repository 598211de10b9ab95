package cn.jiaozi.merchant.payout;

import cn.jiaozi.chassis.Problem;
import cn.jiaozi.merchant.payout.Schedule.Kind;
import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a merchant is paid out from a day on, until the next plan's day.
record PayoutPlan(String merchantNo, LocalDate effectiveOn, Terms terms, String putBy, Instant putAt) {
    static final long MOST_FEN = 999_999_999_999_999L;
    private static final String TIME = "([01][0-9]|2[0-3]):[0-5][0-9]";
    private static final List<String> USUAL_TIMES = List.of("10:00", "15:00", "20:00");
    private static final String MIDNIGHT = "00:00";

    /// What an operator says.
    ///
    /// @param times       for INTRADAY; 10:00, 15:00 and 20:00 where nothing is said
    /// @param cutOff      for T1, WEEKLY and MONTHLY; the end of the day before where nothing is said
    /// @param keepFen     what stays in the wallet, for refunds; 0 where nothing is said
    /// @param minimumFen  less is not worth a payout; 1 where nothing is said
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Terms(
            @NotNull Kind schedule,
            Optional<@Size(min = 1, max = 24) List<@NotNull @Pattern(regexp = TIME) String>> times,
            Optional<DayOfWeek> dayOfWeek,
            Optional<@Min(1) @Max(31) Integer> dayOfMonth,
            Optional<@Positive @Max(MOST_FEN) Long> thresholdFen,
            Optional<@Pattern(regexp = TIME) String> cutOff,
            Optional<@PositiveOrZero @Max(MOST_FEN) Long> keepFen,
            Optional<@Positive @Max(MOST_FEN) Long> minimumFen) {
        /// For a merchant without a plan.
        static final Terms NONE = new Terms(
                        Kind.MANUAL,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())
                .completed();

        /// With what is usual where nothing was said; throws a [Problem] that names what is missing or too much.
        Terms completed() {
            boolean nightly = schedule == Kind.T1 || schedule == Kind.WEEKLY || schedule == Kind.MONTHLY;
            belongs("/times", times, schedule == Kind.INTRADAY, false);
            belongs("/dayOfWeek", dayOfWeek, schedule == Kind.WEEKLY, true);
            belongs("/dayOfMonth", dayOfMonth, schedule == Kind.MONTHLY, true);
            belongs("/thresholdFen", thresholdFen, schedule == Kind.THRESHOLD, true);
            belongs("/cutOff", cutOff, nightly, false);
            times.ifPresent(Terms::checkTimes);
            return new Terms(
                    schedule,
                    schedule == Kind.INTRADAY ? Optional.of(times.orElse(USUAL_TIMES)) : times,
                    dayOfWeek,
                    dayOfMonth,
                    thresholdFen,
                    nightly ? Optional.of(cutOff.orElse(MIDNIGHT)) : cutOff,
                    Optional.of(keepFen.orElse(0L)),
                    Optional.of(minimumFen.orElse(1L)));
        }

        private void belongs(String pointer, Optional<?> said, boolean wanted, boolean needed) {
            if (said.isPresent() && !wanted) {
                throw Problem.badRequest(pointer, "does not belong to the schedule " + schedule);
            }
            if (said.isEmpty() && wanted && needed) {
                throw Problem.badRequest(pointer, "is needed for the schedule " + schedule);
            }
        }

        private static void checkTimes(List<String> times) {
            for (int i = 1; i < times.size(); i++) {
                if (times.get(i).compareTo(times.get(i - 1)) <= 0) {
                    throw Problem.badRequest("/times/" + i, "must be later than the one before");
                }
            }
        }

        Schedule asSchedule() {
            return new Schedule(
                    schedule,
                    times.orElse(List.of()).stream().map(LocalTime::parse).toList(),
                    dayOfWeek,
                    dayOfMonth,
                    cutOff.map(LocalTime::parse));
        }

        /// JSON pointer to the first field that differs.
        Optional<String> difference(Terms other) {
            Map<String, Boolean> same = new LinkedHashMap<>();
            same.put("/schedule", schedule == other.schedule);
            same.put("/times", times.equals(other.times));
            same.put("/dayOfWeek", dayOfWeek.equals(other.dayOfWeek));
            same.put("/dayOfMonth", dayOfMonth.equals(other.dayOfMonth));
            same.put("/thresholdFen", thresholdFen.equals(other.thresholdFen));
            same.put("/cutOff", cutOff.equals(other.cutOff));
            same.put("/keepFen", keepFen.equals(other.keepFen));
            same.put("/minimumFen", minimumFen.equals(other.minimumFen));
            return same.entrySet().stream()
                    .filter(field -> !field.getValue())
                    .map(Map.Entry::getKey)
                    .findFirst();
        }
    }
}

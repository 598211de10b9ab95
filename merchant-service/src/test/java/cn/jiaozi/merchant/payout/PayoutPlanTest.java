package cn.jiaozi.merchant.payout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.chassis.Problem;
import cn.jiaozi.merchant.payout.PayoutPlan.Terms;
import cn.jiaozi.merchant.payout.Schedule.Kind;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayoutPlanTest {
    /// What is said beside the schedule, and the field that is refused.
    @ParameterizedTest
    @CsvSource({
        "EACH,,,,,,",
        "EACH, 10:00,,,,, /times",
        "INTRADAY,,,,,,",
        "INTRADAY, 08:00 20:00,,,,,",
        "INTRADAY, 20:00 08:00,,,,, /times/1",
        "INTRADAY, 08:00 08:00,,,,, /times/1",
        "INTRADAY,,,,, 22:00, /cutOff",
        "T1,,,,,,",
        "T1,,,,, 22:00,",
        "T1,, MONDAY,,,, /dayOfWeek",
        "WEEKLY,,,,,, /dayOfWeek",
        "WEEKLY,, FRIDAY,,,,",
        "WEEKLY,, FRIDAY, 5,,, /dayOfMonth",
        "MONTHLY,,,,,, /dayOfMonth",
        "MONTHLY,,, 31,,,",
        "MONTHLY,,, 31, 100,, /thresholdFen",
        "THRESHOLD,,,,,, /thresholdFen",
        "THRESHOLD,,,, 100,,",
        "MANUAL,,,,,,",
        "MANUAL,,,,, 22:00, /cutOff",
    })
    void takesWhatBelongsToTheScheduleAlone(
            Kind kind,
            @Nullable String times,
            @Nullable DayOfWeek dayOfWeek,
            @Nullable Integer dayOfMonth,
            @Nullable Long thresholdFen,
            @Nullable String cutOff,
            @Nullable String pointer) {
        var terms = new Terms(
                kind,
                Optional.ofNullable(times).map(all -> Arrays.asList(all.split(" ", -1))),
                Optional.ofNullable(dayOfWeek),
                Optional.ofNullable(dayOfMonth),
                Optional.ofNullable(thresholdFen),
                Optional.ofNullable(cutOff),
                Optional.empty(),
                Optional.empty());

        if (pointer == null) {
            assertThat(terms.completed().completed()).isEqualTo(terms.completed());
            assertThat(terms.completed().keepFen()).contains(0L);
            assertThat(terms.completed().minimumFen()).contains(1L);
        } else {
            assertThatThrownBy(terms::completed)
                    .isInstanceOfSatisfying(
                            Problem.class,
                            problem -> assertThat(problem.errors())
                                    .extracting(Problem.FieldError::pointer)
                                    .containsExactly(pointer));
        }
    }

    @Test
    void knowsWhatIsUsual() {
        assertThat(said(Kind.INTRADAY).asSchedule().times())
                .containsExactly(LocalTime.of(10, 0), LocalTime.of(15, 0), LocalTime.of(20, 0));
        assertThat(said(Kind.T1).asSchedule().cutOff()).contains(LocalTime.MIDNIGHT);
        assertThat(said(Kind.T1).difference(said(Kind.EACH))).contains("/schedule");
        assertThat(said(Kind.T1).difference(said(Kind.T1))).isEmpty();
    }

    private static Terms said(Kind kind) {
        return new Terms(
                        kind,
                        Optional.<List<String>>empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())
                .completed();
    }
}

package cn.jiaozi.payment.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.contracts.LedgerEvent.Leg;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.payment.payment.Verdict.Conflicted;
import cn.jiaozi.payment.payment.Verdict.Contradicted;
import cn.jiaozi.payment.payment.Verdict.Moved;
import cn.jiaozi.payment.payment.Verdict.Repeated;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class StandingTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final UUID ID = UUID.fromString("0197a000-0000-7000-8000-000000000001");
    private static final String BUSINESS = Movement.PAYMENT.businessId(ID);
    private static final Posting POSTING =
            new Posting(7, LocalDate.of(2026, 11, 23), NOW, NOW, List.of(new Leg("a", "b", 1)));
    private static final Outcome POSTED = new Outcome.Posted(BUSINESS, POSTING);
    private static final Outcome DENIED = new Outcome.Denied(BUSINESS, Reason.LIMIT_DAILY);
    private static final Outcome DENIED_OTHERWISE = new Outcome.Denied(BUSINESS, Reason.WALLET_FROZEN);
    private static final Outcome CONFLICTED = new Outcome.Conflicted(BUSINESS, "amountFen");
    private static final Standing SUCCEEDED =
            new Standing(PaymentState.SUCCEEDED, Optional.empty(), Optional.of(POSTING), Optional.of(NOW));
    private static final Standing FAILED = Standing.refused(Reason.LIMIT_DAILY, NOW);

    /// Every state hears every fact.
    static Stream<Arguments> statesAndFacts() {
        return Stream.of(
                Arguments.of(Standing.REQUESTED, POSTED, new Moved(SUCCEEDED)),
                Arguments.of(Standing.REQUESTED, DENIED, new Moved(FAILED)),
                Arguments.of(Standing.REQUESTED, CONFLICTED, new Conflicted()),
                Arguments.of(SUCCEEDED, POSTED, new Repeated()),
                Arguments.of(SUCCEEDED, DENIED, new Contradicted()),
                Arguments.of(SUCCEEDED, CONFLICTED, new Conflicted()),
                Arguments.of(FAILED, POSTED, new Contradicted()),
                Arguments.of(FAILED, DENIED, new Repeated()),
                Arguments.of(FAILED, DENIED_OTHERWISE, new Repeated()),
                Arguments.of(FAILED, CONFLICTED, new Conflicted()));
    }

    @ParameterizedTest
    @MethodSource("statesAndFacts")
    void movesOnceAndOnlyByAnOutcome(Standing standing, Outcome outcome, Verdict verdict) {
        assertThat(standing.hear(outcome, NOW)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @EnumSource
    void endsOnlyWhatIsRequested(PaymentState state) {
        var next = state == PaymentState.REQUESTED
                ? EnumSet.of(PaymentState.SUCCEEDED, PaymentState.FAILED)
                : EnumSet.noneOf(PaymentState.class);

        for (PaymentState other : PaymentState.values()) {
            assertThat(state.mayBecome(other)).isEqualTo(next.contains(other));
        }
    }

    @Test
    void movesOnceWhenTheOutcomeComesTwiceInABatch() {
        var settlement = Settlement.of(Movement.PAYMENT, Map.of(ID, Standing.REQUESTED), List.of(POSTED, POSTED), NOW);

        assertThat(settlement).isEqualTo(new Settlement(Map.of(ID, SUCCEEDED), Set.of(), List.of()));
    }

    @Test
    void tellsAgainWhatHadEnded() {
        var settlement = Settlement.of(Movement.PAYMENT, Map.of(ID, FAILED), List.of(DENIED, DENIED), NOW);

        assertThat(settlement).isEqualTo(new Settlement(Map.of(), Set.of(ID), List.of()));
    }

    @Test
    void keepsTheFirstOfTwoOutcomesThatSpeakAgainstEachOther() {
        var settlement = Settlement.of(Movement.PAYMENT, Map.of(ID, Standing.REQUESTED), List.of(DENIED, POSTED), NOW);

        assertThat(settlement.moved()).isEqualTo(Map.of(ID, FAILED));
        assertThat(settlement.alarms())
                .containsExactly(new Settlement.Alarm(BUSINESS, PaymentState.FAILED, POSTED, true));
    }

    @Test
    void raisesAnAlarmOverAConflictAndMovesByTheOutcomeAfterIt() {
        var settlement =
                Settlement.of(Movement.PAYMENT, Map.of(ID, Standing.REQUESTED), List.of(CONFLICTED, POSTED), NOW);

        assertThat(settlement.moved()).isEqualTo(Map.of(ID, SUCCEEDED));
        assertThat(settlement.alarms())
                .containsExactly(new Settlement.Alarm(BUSINESS, PaymentState.REQUESTED, CONFLICTED, false));
    }

    @Test
    void throwsOnWhatNobodyAskedFor() {
        assertThatThrownBy(() -> Settlement.of(Movement.PAYMENT, Map.of(), List.of(POSTED), NOW))
                .isInstanceOf(IllegalStateException.class);
        var foreign = List.<Outcome>of(new Outcome.Denied("payment:not-a-uuid", Reason.LIMIT_DAILY));
        assertThatThrownBy(() -> Settlement.ids(Movement.PAYMENT, foreign))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

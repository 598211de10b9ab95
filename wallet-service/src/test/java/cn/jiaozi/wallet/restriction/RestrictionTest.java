package cn.jiaozi.wallet.restriction;

import static cn.jiaozi.wallet.opening.OpeningFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.StepId;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestrictionTest {
    enum Fact {
        PLACED,
        RELEASE_ASKED,
        RELEASED
    }

    @ParameterizedTest
    @CsvSource({
        "REQUESTED, PLACED, IN_FORCE",
        "REQUESTED, RELEASE_ASKED, RELEASING",
        "REQUESTED, RELEASED,",
        "IN_FORCE, PLACED, IN_FORCE",
        "IN_FORCE, RELEASE_ASKED, RELEASING",
        "IN_FORCE, RELEASED,",
        "RELEASING, PLACED, RELEASING",
        "RELEASING, RELEASE_ASKED, RELEASING",
        "RELEASING, RELEASED, RELEASED",
        "RELEASED, PLACED, RELEASED",
        "RELEASED, RELEASE_ASKED, RELEASED",
        "RELEASED, RELEASED, RELEASED",
    })
    void movesThroughItsStates(RestrictionState from, Fact fact, @Nullable RestrictionState to) {
        var before = restriction(from);

        if (to == null) {
            assertThatThrownBy(() -> told(before, fact)).isInstanceOf(IllegalStateException.class);
        } else {
            assertThat(told(before, fact).state()).isEqualTo(to);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', false, false, 0",
        "NO_DEBIT, true, false, 0",
        "NO_CREDIT, false, true, 0",
        "NO_DEBIT_NO_CREDIT, true, true, 0",
        "NO_DEBIT NO_CREDIT, true, true, 0",
        "AMOUNT_HOLD, false, false, 500",
        "AMOUNT_HOLD AMOUNT_HOLD NO_CREDIT, false, true, 1000",
    })
    void takesTheUnion(String types, boolean debitStopped, boolean creditStopped, long floorFen) {
        var restrictions = Arrays.stream(types.split(" ", -1))
                .filter(type -> !type.isEmpty())
                .map(type -> restriction(RestrictionType.valueOf(type)))
                .toList();

        assertThat(Posture.of(restrictions)).isEqualTo(new Posture(debitStopped, creditStopped, floorFen));
    }

    @ParameterizedTest
    @CsvSource({"1, 9223372036854775806", "2, 9223372036854775807", "9223372036854775807, 9223372036854775807"})
    void holdsEverythingWhenAmountsAreBeyondCounting(long one, long sum) {
        assertThat(new Posture(false, false, one)
                        .and(new Posture(false, false, Long.MAX_VALUE - 2))
                        .floorFen())
                .isEqualTo(one == 1 ? Long.MAX_VALUE - 1 : sum);
    }

    private static Restriction told(Restriction restriction, Fact fact) {
        return switch (fact) {
            case PLACED -> restriction.heard(confirmed(Restriction.PLACE), NOW);
            case RELEASE_ASKED -> restriction.releasing("clerk");
            case RELEASED -> restriction.heard(confirmed(Restriction.RELEASE), NOW);
        };
    }

    private static LedgerEvent.Constrained confirmed(String step) {
        return new LedgerEvent.Constrained(StepId.first("restriction:1", step), NOW);
    }

    private static Restriction restriction(RestrictionState state) {
        var requested = restriction(RestrictionType.NO_DEBIT);
        return switch (state) {
            case REQUESTED -> requested;
            case IN_FORCE -> told(requested, Fact.PLACED);
            case RELEASING -> told(told(requested, Fact.PLACED), Fact.RELEASE_ASKED);
            case RELEASED -> told(told(told(requested, Fact.PLACED), Fact.RELEASE_ASKED), Fact.RELEASED);
        };
    }

    private static Restriction restriction(RestrictionType type) {
        return new Restriction(
                "restriction:1",
                "w",
                "freeze-1",
                new Restriction.Terms(
                        type,
                        Authority.COURT,
                        "CASE",
                        Optional.empty(),
                        type == RestrictionType.AMOUNT_HOLD ? Optional.of(500L) : Optional.empty(),
                        Optional.empty()),
                RestrictionState.REQUESTED,
                "clerk",
                NOW,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}

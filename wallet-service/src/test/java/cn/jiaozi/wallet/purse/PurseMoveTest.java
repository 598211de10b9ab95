package cn.jiaozi.wallet.purse;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.PurseState;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PurseMoveTest {
    /// What becomes of ACTIVE, BLOCKED, LOST, REVOKED and RETIRED; a dash where the move is not legal.
    @ParameterizedTest
    @CsvSource({
        "LOSS_REPORT, LOST LOST LOST - -",
        "BLOCK, BLOCKED BLOCKED - - -",
        "CLEARANCE, ACTIVE ACTIVE - - -",
        "REVOCATION, REVOKED REVOKED REVOKED REVOKED -",
        "RETIREMENT, RETIRED - - - RETIRED",
    })
    void movesOnlyAsTheTableSays(PurseMove move, String results) {
        assertThat(Arrays.stream(PurseState.values())
                        .map(move::from)
                        .map(to -> to.map(Enum::name).orElse("-")))
                .containsExactly(results.split(" ", -1));
    }

    @ParameterizedTest
    @CsvSource({"BLOCK, false", "CLEARANCE, false", "LOSS_REPORT, true", "REVOCATION, true", "RETIREMENT, true"})
    void endsAPurseThatNothingMoreCanBePaidWith(PurseMove move, boolean ends) {
        var before = move == PurseMove.CLEARANCE
                ? PurseFixture.aPurse(PurseState.BLOCKED)
                : PurseFixture.aPurse(PurseState.ACTIVE);
        var after = before.moved(move, PurseFixture.NOW).orElseThrow();

        assertThat(after.endedAt()).isEqualTo(ends ? Optional.of(PurseFixture.NOW) : Optional.empty());
        assertThat(after.version()).isEqualTo(before.version() + 1);
        assertThat(after.moved(move, PurseFixture.NOW.plusSeconds(1))).contains(after);
    }
}

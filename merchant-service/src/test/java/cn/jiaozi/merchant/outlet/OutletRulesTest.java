package cn.jiaozi.merchant.outlet;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.merchant.onboarding.Flaw;
import cn.jiaozi.merchant.outlet.Outlet.State;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutletRulesTest {
    private static final String OPERATOR = "002";
    private static final String CORPORATE = "0023000000000029";

    /// A wrong check digit, another operator's, a person's.
    @ParameterizedTest
    @CsvSource({
        ", , ",
        ", 0001, /settlementAccountTail",
        CORPORATE + ", , ",
        CORPORATE + ", 0001, ",
        "0023000000000028, 0001, /walletId",
        "0013000000000021, 0001, /walletId",
        "0020000000000014, 0001, /walletId"
    })
    void namesTheFieldThatCannotBe(@Nullable String walletId, @Nullable String tail, @Nullable String pointer) {
        assertThat(OutletRules.flaw(said(walletId, tail), OPERATOR).map(Flaw::pointer))
                .isEqualTo(Optional.ofNullable(pointer));
    }

    @Test
    void onlyAWalletIsToBeAgreedTo() {
        assertThat(OutletRules.stateOf(said(null, null))).isEqualTo(State.OPEN);
        assertThat(OutletRules.stateOf(said(CORPORATE, null))).isEqualTo(State.PROPOSED);
    }

    @ParameterizedTest
    @CsvSource({
        "PROPOSED, reviewer, true, OPEN",
        "PROPOSED, reviewer, false, REJECTED",
        "PROPOSED, clerk, true, SamePerson",
        "PROPOSED, clerk, false, SamePerson",
        "OPEN, reviewer, true, AlreadyDecided",
        "OPEN, clerk, false, AlreadyDecided",
        "REJECTED, reviewer, true, AlreadyDecided"
    })
    void isDecidedOnceByAnotherThanWhoHasNamedTheWallet(
            State state, String reviewer, boolean approved, String outcome) {
        var outlet = new Outlet(
                "002000100000018",
                "000001",
                "store-1",
                said(CORPORATE, "0001"),
                state,
                Optional.of("clerk"),
                1,
                Instant.EPOCH);

        var decided = OutletRules.decide(outlet, approved, reviewer);

        assertThat(
                        decided instanceof OutletRules.Decided(var after)
                                ? after.state().name()
                                : decided.getClass().getSimpleName())
                .isEqualTo(outcome);
    }

    private static Outlet.Content said(@Nullable String walletId, @Nullable String tail) {
        return new Outlet.Content("Gate", Optional.empty(), Optional.ofNullable(walletId), Optional.ofNullable(tail));
    }
}

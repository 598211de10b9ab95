package cn.jiaozi.merchant.standing;

import static cn.jiaozi.merchant.onboarding.MerchantFixture.merchant;
import static cn.jiaozi.merchant.onboarding.MerchantFixture.ruling;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.merchant.onboarding.MerchantFixture;
import cn.jiaozi.merchant.onboarding.MerchantState;
import cn.jiaozi.merchant.standing.StandingRules.Moved;
import cn.jiaozi.merchant.standing.StandingRules.Refused;
import cn.jiaozi.merchant.standing.StandingRules.Repeated;
import cn.jiaozi.merchant.standing.StandingRules.StandingAct;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandingRulesTest {
    /// Rows are states, columns suspension, reinstatement and closing, by an operator who has had nothing to do with
    /// the merchant; `=` is a repeat.
    @ParameterizedTest
    @CsvSource({
        "APPLIED, MERCHANT_STATE_INVALID MERCHANT_STATE_INVALID MERCHANT_STATE_INVALID",
        "ACTIVE, SUSPENDED = CLOSED",
        "SUSPENDED, = ACTIVE CLOSED",
        "CLOSED, MERCHANT_STATE_INVALID MERCHANT_STATE_INVALID =",
        "REJECTED, MERCHANT_STATE_INVALID MERCHANT_STATE_INVALID MERCHANT_STATE_INVALID"
    })
    void movesAMerchant(MerchantState state, String row) {
        assertThat(outcomes(state, "carla", List.of())).isEqualTo(row);
    }

    /// Of an operator who has brought the merchant into its state.
    @ParameterizedTest
    @CsvSource({
        "ACTIVE, SUSPENDED = CLOSED",
        "SUSPENDED, = FOUR_EYES CLOSED",
        "CLOSED, MERCHANT_STATE_INVALID MERCHANT_STATE_INVALID =",
        "REJECTED, MERCHANT_STATE_INVALID MERCHANT_STATE_INVALID MERCHANT_STATE_INVALID"
    })
    void letsAnotherReinstateThanWhoHasSuspended(MerchantState state, String row) {
        assertThat(outcomes(state, MerchantFixture.OTHER, List.of())).isEqualTo(row);
    }

    @ParameterizedTest
    @CsvSource({
        "ACTIVE, SUSPENDED = MERCHANT_UNFINISHED",
        "SUSPENDED, = ACTIVE MERCHANT_UNFINISHED",
        "CLOSED, MERCHANT_STATE_INVALID MERCHANT_STATE_INVALID ="
    })
    void closesNobodyOfWhomSomethingIsOpen(MerchantState state, String row) {
        assertThat(outcomes(state, "carla", List.of("1 terminal is not deactivated")))
                .isEqualTo(row);
    }

    @Test
    void saysAllThatIsOpen() {
        var outcome = StandingRules.decide(
                merchant(MerchantState.ACTIVE),
                StandingAct.CLOSING,
                ruling("carla"),
                List.of("1 terminal is not deactivated", "2 payouts are under way"));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.detail())
                                .contains("1 terminal is not deactivated", "2 payouts are under way"));
    }

    private static String outcomes(MerchantState state, String by, List<String> unfinished) {
        return Arrays.stream(StandingAct.values())
                .map(act -> StandingRules.decide(merchant(state), act, ruling(by), unfinished))
                .map(outcome -> switch (outcome) {
                    case Moved(var after) -> after.state().name();
                    case Repeated _ -> "=";
                    case Refused(var reason, var _) -> reason.name();
                })
                .collect(Collectors.joining(" "));
    }
}

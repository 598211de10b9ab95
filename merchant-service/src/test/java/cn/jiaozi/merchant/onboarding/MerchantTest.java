package cn.jiaozi.merchant.onboarding;

import static cn.jiaozi.merchant.onboarding.MerchantFixture.merchant;
import static cn.jiaozi.merchant.onboarding.MerchantFixture.ruling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MerchantTest {
    enum Fact {
        APPROVED,
        REJECTED,
        GRADED,
        SUSPENDED,
        REINSTATED,
        CLOSED
    }

    /// Rows are states, columns facts in the order of [Fact]; `-` is impossible.
    @ParameterizedTest
    @CsvSource({
        "APPLIED, ACTIVE REJECTED - - - -",
        "ACTIVE, - - ACTIVE SUSPENDED - CLOSED",
        "SUSPENDED, - - SUSPENDED - ACTIVE CLOSED",
        "CLOSED, - - - - - -",
        "REJECTED, - - - - - -"
    })
    void movesThroughItsStates(MerchantState from, String row) {
        var expected = List.of(row.split(" ", -1)).iterator();
        for (var fact : Fact.values()) {
            var before = merchant(from);
            var to = expected.next();
            if (to.equals("-")) {
                assertThatThrownBy(() -> told(before, fact)).isInstanceOf(IllegalStateException.class);
            } else {
                assertThat(told(before, fact).state()).isEqualTo(MerchantState.valueOf(to));
            }
        }
    }

    /// Whoever keeps a copy hears of each change that is one for him, and of an applicant nothing.
    @ParameterizedTest
    @CsvSource({
        "APPLIED, APPROVED, 0, 1",
        "APPLIED, REJECTED, 0, 0",
        "ACTIVE, GRADED, 1, 2",
        "ACTIVE, SUSPENDED, 1, 2",
        "SUSPENDED, REINSTATED, 2, 3",
        "SUSPENDED, CLOSED, 2, 3",
        "ACTIVE, CLOSED, 1, 2"
    })
    void countsWhatOthersHear(MerchantState from, Fact fact, long before, long after) {
        assertThat(merchant(from).version()).isEqualTo(before);
        assertThat(told(merchant(from), fact).version()).isEqualTo(after);
    }

    @ParameterizedTest
    @EnumSource
    void isPaidOnlyWhileItIsActive(MerchantState state) {
        var payee = merchant(state).payee("002", 500);

        assertThat(payee.active()).isEqualTo(state == MerchantState.ACTIVE);
        assertThat(payee.version()).isEqualTo(merchant(state).version());
        assertThat(payee.storeNo()).isEmpty();
        assertThat(payee.refundAdvanceFen()).contains(500L);
        assertThat(merchant(state).payee("002", 0).refundAdvanceFen()).isEmpty();
    }

    /// The word on a store is its own: it must not differ between two announcements of the same version.
    @ParameterizedTest
    @EnumSource
    void saysTheSameOfAStoreInEveryState(MerchantState state) {
        var store = merchant(state).storePayee("002", "000001", "West Gate", Optional.empty(), 1);

        assertThat(store)
                .isEqualTo(
                        merchant(MerchantState.ACTIVE).storePayee("002", "000001", "West Gate", Optional.empty(), 1));
        assertThat(store.active()).isTrue();
    }

    @Test
    void keepsWhoHasBroughtItIntoItsState() {
        var suspended = merchant(MerchantState.ACTIVE).suspended(ruling("carla"));

        assertThat(suspended.ruling()).isEqualTo(ruling("carla"));
        assertThat(suspended.graded(RiskGrade.D).ruling()).isEqualTo(ruling("carla"));
        assertThat(suspended.graded(RiskGrade.D).riskGrade()).contains(RiskGrade.D);
        assertThat(suspended.reinstated(ruling("dora")).riskGrade()).contains(RiskGrade.B);
    }

    @Test
    void differsInNothingThatWasNotAskedForWhenItWasRegistered() {
        var now = MerchantFixture.registration();
        var then = new Registration(
                now.name(),
                now.mcc(),
                now.uscc(),
                now.licenceNo(),
                Optional.empty(),
                now.category(),
                now.walletId(),
                now.walletClass(),
                Optional.empty(),
                now.party(),
                now.branchCode());

        assertThat(then.difference(now)).isEmpty();
        assertThat(now.difference(then)).contains("/legalRepresentative");
        assertThat(now.difference(now)).isEmpty();
    }

    private static Merchant told(Merchant merchant, Fact fact) {
        var by = ruling("carla");
        return switch (fact) {
            case APPROVED -> merchant.approved(RiskGrade.C, by);
            case REJECTED -> merchant.rejected(by);
            case GRADED -> merchant.graded(RiskGrade.C);
            case SUSPENDED -> merchant.suspended(by);
            case REINSTATED -> merchant.reinstated(by);
            case CLOSED -> merchant.closed(by);
        };
    }
}

package cn.jiaozi.wallet.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitPoliciesTest {
    @ParameterizedTest
    @CsvSource({"2026-01-01, 1", "2026-05-31, 1", "2026-06-01, 2", "2026-06-02, 2", "2030-01-01, 3"})
    void takesTheLatestThatHasTakenEffect(LocalDate day, long single) {
        var policies = new LimitPolicies(List.of(
                policy(WalletClass.CLASS_II, "2026-06-01", 2),
                policy(WalletClass.CLASS_II, "2026-01-01", 1),
                policy(WalletClass.CLASS_IV, "2026-01-01", 9),
                policy(WalletClass.CLASS_II, "2027-01-01", 3)));

        assertThat(policies.inForce(WalletClass.CLASS_II, day).terms().singleFen())
                .contains(single);
    }

    private static LimitPolicy policy(WalletClass walletClass, String on, long single) {
        return new LimitPolicy(
                walletClass,
                LocalDate.parse(on),
                new LimitPolicy.Terms(Optional.of(single), Optional.empty(), Optional.empty(), Optional.empty()));
    }
}

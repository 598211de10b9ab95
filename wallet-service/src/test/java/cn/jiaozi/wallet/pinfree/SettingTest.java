package cn.jiaozi.wallet.pinfree;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.AuthFactor;
import cn.jiaozi.contracts.Reason;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingTest {
    private static final PinFreeSettings SETTINGS = new PinFreeSettings(50_000, 200_000, 10);

    /// From single 100, daily 500.
    @ParameterizedTest
    @CsvSource({
        "99, 500, false",
        "100, 500, false",
        "101, 500, true",
        "100, 499, false",
        "100, 501, true",
        "99, 501, true",
        "101, 499, true",
        "0, 0, false",
    })
    void needsADeviceToRaiseEither(long singleFen, long dailyFen, boolean raises) {
        var before = new Setting(100, 500);
        var wanted = new Setting(singleFen, dailyFen);
        var missing = raises ? Optional.of(Reason.AUTH_FACTOR_MISSING) : Optional.empty();

        assertThat(before.refusal(wanted, Set.of())).isEqualTo(missing);
        assertThat(before.refusal(wanted, Set.of(AuthFactor.PIN, AuthFactor.PAYMENT_CODE)))
                .isEqualTo(missing);
        assertThat(before.refusal(wanted, Set.of(AuthFactor.DEVICE_KEY))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "49999, 200000,",
        "50000, 199999,",
        "50000, 200000,",
        "50001, 200000, /singleFen",
        "50000, 200001, /dailyFen",
        "50001, 200001, /singleFen",
    })
    void goesNoHigherThanTheBankAllows(long singleFen, long dailyFen, @Nullable String pointer) {
        assertThat(SETTINGS.beyond(new Setting(singleFen, dailyFen))).isEqualTo(Optional.ofNullable(pointer));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 0",
        "49999, 199999, 49999, 199999",
        "50000, 200000, 50000, 200000",
        "50001, 200001, 50000, 200000",
    })
    void countsForNoMoreThanTheBankAllowsNow(long singleFen, long dailyFen, long forSingleFen, long forDailyFen) {
        assertThat(SETTINGS.inForce(new Setting(singleFen, dailyFen)))
                .isEqualTo(new PinFree(forSingleFen, forDailyFen, 10));
    }
}

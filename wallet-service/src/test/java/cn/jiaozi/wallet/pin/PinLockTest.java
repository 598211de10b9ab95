package cn.jiaozi.wallet.pin;

import static cn.jiaozi.wallet.opening.OpeningFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.wallet.pin.PinLock.Decision;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PinLockTest {
    private static final Duration DAY = Duration.ofHours(24);

    /// Five wrong ones lock; six and seven are of a time when more were allowed.
    @ParameterizedTest
    @CsvSource({
        "0, 5, 4, false",
        "1, 4, 3, false",
        "2, 3, 2, false",
        "3, 2, 1, false",
        "4, 1, 0, true",
        "5, 1, 0, true",
        "6, 1, 0, true",
    })
    void locksWithTheFifthWrongOneInARow(int wrong, int leftBefore, int leftAfter, boolean locks) {
        var lock = new PinLock(wrong, Optional.empty());

        assertThat(lock.triesLeft(NOW, 5)).isEqualTo(leftBefore);
        assertThat(lock.next(NOW, 5, DAY))
                .isEqualTo(
                        new Decision.Allowed(leftAfter, false, locks ? Optional.of(NOW.plus(DAY)) : Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({"5, -1, false", "5, 0, false", "5, 1, true", "1, 1, true"})
    void isLockedUntilItsTimeHasCome(int wrong, long millisLeft, boolean locked) {
        var until = NOW.plusMillis(millisLeft);
        var lock = new PinLock(wrong, Optional.of(until));

        assertThat(lock.isLocked(NOW)).isEqualTo(locked);
        assertThat(lock.triesLeft(NOW, 5)).isEqualTo(locked ? 0 : 5);
        assertThat(lock.next(NOW, 5, DAY))
                .isEqualTo(locked ? new Decision.Locked(until) : new Decision.Allowed(4, true, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "3, 0"})
    void locksAtOnceWhereOneWrongOneIsTooMany(int wrong, int leftAfter) {
        assertThat(new PinLock(wrong, Optional.empty()).next(NOW, 1, DAY))
                .isEqualTo(new Decision.Allowed(leftAfter, false, Optional.of(NOW.plus(DAY))));
        assertThat(new PinLock(wrong, Optional.of(NOW)).next(NOW, 1, DAY))
                .isEqualTo(new Decision.Allowed(leftAfter, true, Optional.of(NOW.plus(DAY))));
    }
}

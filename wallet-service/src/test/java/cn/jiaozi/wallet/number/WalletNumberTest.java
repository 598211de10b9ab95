package cn.jiaozi.wallet.number;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WalletNumberTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 999_999, 1_000_000, WalletNumber.SERIALS - 1})
    void hasSixteenDigitsOfOperatorKindSerialAndCheck(long sequence) {
        var number = WalletNumber.of("002", '3', sequence);

        assertThat(number).matches("0023[0-9]{12}");
        assertThat(WalletNumber.isWellFormed(number)).isTrue();
    }

    @Test
    void givesEverySequenceAnotherSerialWithinTheDigits() {
        var serials = LongStream.range(0, 200_000).map(WalletNumber::serial).toArray();

        assertThat(LongStream.of(serials).distinct().count()).isEqualTo(200_000);
        assertThat(LongStream.of(serials)).allMatch(serial -> serial >= 0 && serial < WalletNumber.SERIALS);
    }

    @Test
    void doesNotTellWhoCameAfterWhom() {
        var neighbours = LongStream.range(0, 10_000)
                .filter(n -> Math.abs(WalletNumber.serial(n + 1) - WalletNumber.serial(n)) < 1_000)
                .count();

        assertThat(neighbours).isLessThan(10);
    }

    /// A number that was given once is given for ever: the permutation may not change.
    @ParameterizedTest
    @CsvSource({"0, 23665207028", "1, 18063778624", "99999999999, 55388777906"})
    void neverChangesASerialOnceGiven(long sequence, long serial) {
        assertThat(WalletNumber.serial(sequence)).isEqualTo(serial);
    }

    @Test
    void noticesEveryWrongDigit() {
        var number = WalletNumber.of("002", '0', 4711);
        for (int i = 0; i < number.length(); i++) {
            char wrong = (char) ('0' + (number.charAt(i) - '0' + 1) % 10);
            assertThat(WalletNumber.isWellFormed(number.substring(0, i) + wrong + number.substring(i + 1)))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, WalletNumber.SERIALS})
    void refusesWhatIsOutsideTheSerials(long sequence) {
        assertThatThrownBy(() -> WalletNumber.serial(sequence)).isInstanceOf(IllegalArgumentException.class);
    }
}

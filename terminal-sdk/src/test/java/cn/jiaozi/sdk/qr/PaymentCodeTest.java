package cn.jiaozi.sdk.qr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.sdk.qr.MalformedCode.Fault;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentCodeTest {
    @ParameterizedTest
    @ValueSource(strings = {"0112345678901234567", "0100000000000000008", "0199999999999999994"})
    void readsPaymentCodes(String text) {
        assertThat(PaymentCode.of(text).digits()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "'', LENGTH",
        "011234567890123456, LENGTH",
        "01123456789012345670, LENGTH",
        "011234567890123456x, MALFORMED",
        "' 112345678901234567', MALFORMED",
        "０112345678901234567, MALFORMED",
        "٠112345678901234567, MALFORMED",
        "0012345678901234568, UNKNOWN_SCHEME",
        "0212345678901234566, UNKNOWN_SCHEME",
        "6212345678901234560, UNKNOWN_SCHEME",
        "0112345678901234566, CHECKSUM",
        "0112345678901234568, CHECKSUM"
    })
    void saysWhatIsWrong(String text, Fault fault) {
        assertThatExceptionOfType(MalformedCode.class)
                .isThrownBy(() -> PaymentCode.of(text))
                .satisfies(refusal -> assertThat(refusal.fault()).isEqualTo(fault))
                .satisfies(refusal -> assertThat(refusal.field()).isEqualTo("payment code"));
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 100);
    }

    /// There is exactly one check digit, and it notices every single wrong digit.
    @ParameterizedTest
    @MethodSource("seeds")
    void noticesEveryWrongDigit(long seed) {
        String body = "01" + String.format(Locale.ROOT, "%016d", new Random(seed).nextLong(10_000_000_000_000_000L));
        var codes = IntStream.range(0, 10)
                .mapToObj(check -> body + check)
                .filter(PaymentCodeTest::isOne)
                .toList();
        assertThat(codes).hasSize(1);

        String code = codes.getFirst();
        assertThat(PaymentCode.ofNumber(body.substring(2)).digits()).isEqualTo(code);
        for (int i = 0; i < code.length(); i++) {
            for (char other = '0'; other <= '9'; other++) {
                String misread = code.substring(0, i) + other + code.substring(i + 1);
                assertThat(isOne(misread)).as(misread).isEqualTo(misread.equals(code));
            }
        }
    }

    private static boolean isOne(String text) {
        try {
            return !PaymentCode.of(text).digits().isEmpty();
        } catch (MalformedCode _) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "012345678901234", "01234567890123456", "012345678901234a"})
    void numbersOnlyWhatHasSixteenDigits(String number) {
        assertThatThrownBy(() -> PaymentCode.ofNumber(number)).isInstanceOf(MalformedCode.class);
    }

    @Test
    void isNeverShownWhole() {
        assertThat(PaymentCode.of("0112345678901234567")).hasToString("PaymentCode[***************4567]");
        assertThatThrownBy(() -> PaymentCode.of("0112345678901234566"))
                .message()
                .doesNotContain("4566");
    }
}

package cn.jiaozi.merchant.onboarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource({
        "91350100M000100Y43, true",
        "91110000600037341L, true",
        "91350100M000100Y44, false",
        "91350100M000100Y4, false",
        "91350100M000100Y431, false",
        "91350100I000100Y43, false",
        "91350010M000100Y43, false",
        "91350100m000100y43, false"
    })
    void knowsCreditCodesByTheirCheckCharacter(String code, boolean valid) {
        assertThat(CreditCode.isValid(code)).isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"0020001, 1, 002000100000018", "0020001, 9999999, 002000199999990", "7992739, 8710000, 799273987100007"
    })
    void numbersMerchantsWithACheckDigit(String prefix, long serial, String number) {
        assertThat(MerchantNumber.of(prefix, serial)).startsWith(prefix).hasSize(15);
        assertThat(luhnSum(MerchantNumber.of(prefix, serial)) % 10).isZero();
        assertThat(MerchantNumber.of(prefix, serial).substring(0, 14)).isEqualTo(number.substring(0, 14));
    }

    @ParameterizedTest
    @CsvSource({"7992739871, 3", "0, 0", "1, 8"})
    void computesTheCheckDigitOfTheStandard(String digits, int check) {
        assertThat(MerchantNumber.luhn(digits)).isEqualTo(check);
    }

    @Test
    void runsOutOfSerialsLoudly() {
        assertThatThrownBy(() -> MerchantNumber.of("0020001", 10_000_000)).isInstanceOf(IllegalStateException.class);
    }

    private static int luhnSum(String number) {
        int sum = 0;
        for (int i = 0; i < number.length(); i++) {
            int digit = (number.charAt(number.length() - 1 - i) - '0') * (1 + i % 2);
            sum += digit / 10 + digit % 10;
        }
        return sum;
    }
}

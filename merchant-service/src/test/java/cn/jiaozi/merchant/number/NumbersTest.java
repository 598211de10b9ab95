package cn.jiaozi.merchant.number;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    /// The rows after the good ones differ from one of them in one character each, or in two that are swapped.
    @ParameterizedTest
    @CsvSource({
        "91350100M000100Y43, true",
        "91110000600037341L, true",
        "92350100M000100Y40, true",
        "91350100M000100Y42, false",
        "91350100M000100Y44, false",
        "91350100M000100Y4, false",
        "91350100M000100Y431, false",
        "91350100I000100Y43, false",
        "91350010M000100Y43, false",
        "91350100m000100y43, false",
        "9135010AM000100Y43, false",
        "'', false"
    })
    void knowsCreditCodesByTheirCheckCharacter(String code, boolean valid) {
        assertThat(CreditCode.isValid(code)).isEqualTo(valid);
    }

    /// A letter in the place would be a valid code by the check character alone.
    @ParameterizedTest
    @CsvSource({"9135010AM000100Y4", "91A50100M000100Y4"})
    void knowsNoPlaceWithALetter(String body) {
        String alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

        assertThat(alphabet.chars().mapToObj(check -> body + (char) check)).noneMatch(CreditCode::isValid);
    }

    @ParameterizedTest
    @CsvSource({"91350100M000100Y43, true", "12350100M000100Y48, false", "52350100M000100Y48, false"})
    void knowsWhoIssuesBusinessLicences(String code, boolean issued) {
        assertThat(CreditCode.isOfMarketRegulation(code)).isEqualTo(issued);
    }

    /// The first is the example of GS 15-2006.
    @ParameterizedTest
    @CsvSource({
        "110108000000016, true",
        "110108000000015, false",
        "110108000000017, false",
        "110108000000061, false",
        "11010800000001, false",
        "1101080000000160, false",
        "11010800000001X, false",
        "'', false"
    })
    void knowsRegistrationNumbersByTheirCheckDigit(String number, boolean valid) {
        assertThat(RegistrationNumber.isValid(number)).isEqualTo(valid);
    }

    /// The check of the standard: with its last digit the hybrid sum is 1. Each digit that is altered is found.
    @ParameterizedTest
    @CsvSource({"00000000000000", "99999999999999", "11010800000001", "51010300123456", "31011500000010"})
    void findsEveryAlteredDigitOfARegistrationNumber(String body) {
        String number = body + RegistrationNumber.check(body);

        assertThat(RegistrationNumber.isValid(number)).isTrue();
        for (int i = 0; i < number.length(); i++) {
            for (char digit = '0'; digit <= '9'; digit++) {
                String altered = number.substring(0, i) + digit + number.substring(i + 1);
                assertThat(RegistrationNumber.isValid(altered)).as(altered).isEqualTo(altered.equals(number));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0023000000000029, true",
        "0020000000000022, true",
        "0023000000000028, false",
        "0023000000000030, false",
        "002300000000002, false",
        "00230000000000290, false",
        "002300000000002x, false"
    })
    void knowsWalletsByTheirCheckDigit(String number, boolean wellFormed) {
        assertThat(WalletNumber.isWellFormed(number)).isEqualTo(wellFormed);
    }

    @ParameterizedTest
    @CsvSource({
        "0023000000000029, 002, CORPORATE",
        "0020000000000022, 002, PERSONAL",
        "0022000000000020, 002, OTHER",
        "0011000000000000, 001, OTHER"
    })
    void seesWhatKindOfWalletANumberIsOf(String number, String operator, WalletNumber.Kind kind) {
        assertThat(WalletNumber.of(number)).isEqualTo(new WalletNumber(operator, kind));
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
        assertThat(Luhn.digit(digits)).isEqualTo(check);
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

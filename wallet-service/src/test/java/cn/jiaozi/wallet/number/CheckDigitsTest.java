package cn.jiaozi.wallet.number;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckDigitsTest {
    @ParameterizedTest
    @CsvSource({
        "11010519491231002X, 1949-12-31", // the example of GB 11643
        "440524188001010014, 1880-01-01", // the other one
        "110105194912310021,", // wrong check character
        "11010519491231002x,", // small letter
        "110105194913310028,", // no such month, right check
        "110105194902300020,", // no such day
        "010105194912310020,",
        "1101051949123100,",
    })
    void readsTheBirthdayOfAValidResidentNumberOnly(String idNo, @Nullable LocalDate birthday) {
        if (birthday == null) {
            assertThat(ResidentId.birthday(idNo)).isEmpty();
        } else {
            assertThat(ResidentId.birthday(idNo)).contains(birthday);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "91350100M000100Y43, true", // the example of GB 32100
        "91350100M000100Y44, false",
        "91350100M000100I43, false", // I, O, S, V, Z are not in its alphabet
        "91350100M000100Y4, false",
        "91350100M000100Y433, false",
    })
    void checksACreditCode(String code, boolean valid) {
        assertThat(CreditCode.isValid(code)).isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({
        "13812345678, +8613812345678, 138****5678",
        "+8613812345678, +8613812345678, 138****5678",
        "+85291234567, +85291234567, +852****4567",
        "+1234567, +1234567, ****4567",
    })
    void normalizesAndMasksPhones(String phone, String normalized, String masked) {
        assertThat(phone).matches(Phone.PATTERN);
        assertThat(Phone.normalized(phone)).isEqualTo(normalized);
        assertThat(Phone.masked(normalized)).isEqualTo(masked);
    }
}

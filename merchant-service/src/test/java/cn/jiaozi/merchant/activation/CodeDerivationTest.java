package cn.jiaozi.merchant.activation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeDerivationTest {
    private final CodeDerivation codes =
            new CodeDerivation("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");

    /// Computed with another program.
    @ParameterizedTest
    @CsvSource({
        "00000001, abcdef, X837EZHK0GNJ",
        "00000001, abcdeg, 36JZBZ2E28J5",
        "00000002, abcdef, XTES7DDAFDY8",
        "99999999, AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA, SKPD18AK87MQ"
    })
    void derivesACodeFromTerminalAndAct(String terminalId, String actId, String code) {
        assertThat(codes.of(terminalId, actId)).isEqualTo(code);
    }

    @Test
    void derivesAnotherCodeWithAnotherKey() {
        assertThat(new CodeDerivation("ff".repeat(32)).of("00000001", "abcdef"))
                .isNotEqualTo(codes.of("00000001", "abcdef"));
    }

    @ParameterizedTest
    @CsvSource({"0123456789AB", "O123456789AB", "o123456789ab", "0I23456789AB", "0l23456789aB"})
    void readsWhatPeopleType(String typed) {
        assertThat(CodeDerivation.hash(typed))
                .isEqualTo("4e3f5a1d81582cf9c45c5b0f43e59793f58d060cc71e7667b5b2a09e37f602a2");
    }
}

package cn.jiaozi.payment.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.contracts.Reason;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodeMintTest {
    private static final String KEY = "00".repeat(31) + "01";
    private static final Instant NOW = Instant.parse("2026-11-25T02:00:00Z");

    private final CodeMint mint = new CodeMint(KEY);

    @Test
    void tellsTheSameActTheSameCodeAndNoOther() {
        assertThat(mint.code(new IssuedCode.Id("ann", "code-01")))
                .isEqualTo(mint.code(new IssuedCode.Id("ann", "code-01")));
        assertThat(IntStream.range(0, 1_000)
                        .mapToObj(n ->
                                mint.code(new IssuedCode.Id("ann", "code-" + n)).digits())
                        .distinct())
                .hasSize(1_000);
        assertThat(mint.code(new IssuedCode.Id("bob", "code-01")))
                .isNotEqualTo(mint.code(new IssuedCode.Id("ann", "code-01")));
        assertThat(new CodeMint("ff".repeat(32)).code(new IssuedCode.Id("ann", "code-01")))
                .isNotEqualTo(mint.code(new IssuedCode.Id("ann", "code-01")));
    }

    @Test
    void keepsNothingThatGivesTheDigitsAway() {
        String digits = mint.code(new IssuedCode.Id("ann", "code-01")).digits();

        assertThat(mint.hash(digits)).hasSize(64).isEqualTo(mint.hash(digits));
        assertThat(new CodeMint("ff".repeat(32)).hash(digits)).isNotEqualTo(mint.hash(digits));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "zz"})
    void needsAWholeKey(String key) {
        assertThatThrownBy(() -> new CodeMint(key)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "59999, false, ",
        "60000, false, PAYMENT_CODE_EXPIRED",
        "59999, true, PAYMENT_CODE_USED",
        "60000, true, PAYMENT_CODE_USED"
    })
    void livesAMinuteAndPaysOnce(long millis, boolean used, @Nullable Reason why) {
        var code = new IssuedCode(
                "hash",
                new IssuedCode.Id("ann", "code-01"),
                "0020000000000014",
                NOW,
                NOW.plusSeconds(60),
                used ? Optional.of(new UUID(1, 1)) : Optional.empty());

        assertThat(code.refusal(NOW.plusMillis(millis))).isEqualTo(Optional.ofNullable(why));
    }
}

package cn.jiaozi.wallet.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PinHashTest {
    private static final String PEPPER = "01".repeat(32);
    private static final String OTHER = "02".repeat(32);
    private static final PinHash HASH = new PinHash(PEPPER, List.of());
    private static final String KEPT = HASH.of("wallet-1", "135790");

    @ParameterizedTest
    @CsvSource({
        "wallet-1, 135790, true",
        "wallet-1, 135791, false",
        "wallet-1, 135789, false",
        "wallet-2, 135790, false",
    })
    void knowsThePinOfItsWallet(String walletId, String pin, boolean matches) {
        assertThat(HASH.matches(KEPT, walletId, pin)).isEqualTo(matches);
    }

    @Test
    void writesTheSamePinDifferentlyEachTime() {
        assertThat(HASH.of("wallet-1", "135790")).isNotEqualTo(KEPT);
    }

    @Test
    void saysNothingWithoutThePepper() {
        assertThatThrownBy(() -> new PinHash(OTHER, List.of()).matches(KEPT, "wallet-1", "135790"))
                .isInstanceOf(IllegalStateException.class);
        // The pepper itself counts, not the name that it goes by.
        var named = KEPT.split("\\$", -1);
        named[3] = new PinHash(OTHER, List.of()).of("wallet-1", "135790").split("\\$", -1)[3];
        assertThat(new PinHash(OTHER, List.of()).matches(String.join("$", named), "wallet-1", "135790"))
                .isFalse();
    }

    @Test
    void readsWhatAFormerPepperWroteAndWritesUnderTheNewOne() {
        var rotated = new PinHash(OTHER, List.of(PEPPER));

        assertThat(rotated.matches(KEPT, "wallet-1", "135790")).isTrue();
        assertThat(new PinHash(OTHER, List.of()).matches(rotated.of("wallet-1", "135790"), "wallet-1", "135790"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "argon2id", "scrypt$1$2$3$4$5", "argon2id$1$2$3$4$5$6"})
    void isAlarmedByWhatItNeverWrote(String kept) {
        assertThatThrownBy(() -> HASH.matches(kept, "wallet-1", "135790")).isInstanceOf(IllegalStateException.class);
    }
}

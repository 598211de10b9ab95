package cn.jiaozi.wallet.kyc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FieldCipherTest {
    private static final String KEY = "0123456789abcdeffedcba9876543210";
    private static final String OTHER = "ffffffffffffffffffffffffffffffff";

    private final FieldCipher cipher = new FieldCipher(KEY, List.of());

    @Test
    void readsWhatItWrote() {
        assertThat(cipher.decrypt("w1", "name", cipher.encrypt("w1", "name", "张三")))
                .isEqualTo("张三");
    }

    @Test
    void writesTheSameTextDifferentlyEachTime() {
        assertThat(cipher.encrypt("w1", "name", "张三")).isNotEqualTo(cipher.encrypt("w1", "name", "张三"));
    }

    @Test
    void refusesAValueThatWasMovedToAnotherRowOrField() {
        var stored = cipher.encrypt("w1", "name", "张三");

        assertThatThrownBy(() -> cipher.decrypt("w2", "name", stored)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> cipher.decrypt("w1", "phone", stored)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesAValueThatWasChanged() {
        var stored = cipher.encrypt("w1", "name", "张三");
        stored[stored.length - 1] ^= 1;

        assertThatThrownBy(() -> cipher.decrypt("w1", "name", stored)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void readsWithARetiredKeyAndWritesWithTheNewOne() {
        var stored = cipher.encrypt("w1", "name", "张三");
        var rotated = new FieldCipher(OTHER, List.of(KEY));

        assertThat(rotated.decrypt("w1", "name", stored)).isEqualTo("张三");
        var again = rotated.encrypt("w1", "name", "张三");
        assertThatThrownBy(() -> cipher.decrypt("w1", "name", again)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void indexesEqualTextsEquallyAndOnlyWithTheSameKey() {
        var index = new KeyedIndex(KEY + KEY);

        assertThat(index.of("a"))
                .isEqualTo(index.of("a"))
                .isNotEqualTo(index.of("b"))
                .hasSize(32);
        assertThat(new KeyedIndex(OTHER + OTHER).of("a")).isNotEqualTo(index.of("a"));
    }
}

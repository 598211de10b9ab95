package cn.jiaozi.merchant.bill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PieceTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1000, 262_144, 300_000})
    void comesBackAsItWas(int length) {
        byte[] plain = new byte[length];
        new Random(length).nextBytes(plain);

        assertThat(Piece.of(3, plain).plain()).isEqualTo(plain);
    }

    @Test
    void isNotGivenWhenABitOfItHasChanged() {
        var piece = Piece.of(0, "2026-11-28,12.30\n".repeat(100).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        for (int i = 0; i < piece.bytes().length; i++) {
            byte[] changed = piece.bytes().clone();
            changed[i] ^= 1;
            var other = new Piece(0, piece.length(), piece.sha256(), changed);

            assertThatThrownBy(other::plain).isInstanceOf(Altered.class);
        }
    }

    @Test
    void isNotGivenWhenItsLengthHasChanged() {
        var piece = Piece.of(0, new byte[100]);

        assertThatThrownBy(() -> new Piece(0, 99, piece.sha256(), piece.bytes()).plain())
                .isInstanceOf(Altered.class);
        assertThatThrownBy(() -> new Piece(0, 101, piece.sha256(), piece.bytes()).plain())
                .isInstanceOf(Altered.class);
    }
}

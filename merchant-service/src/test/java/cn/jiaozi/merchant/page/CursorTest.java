package cn.jiaozi.merchant.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.chassis.Problem;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    private static final Instant AT = Instant.parse("2026-11-24T02:00:00.123456Z");
    private static final String UUID = "0197b2c4-5d6e-7f80-9a1b-2c3d4e5f6071";

    @ParameterizedTest
    @ValueSource(strings = {UUID, "payment:" + UUID, "vouchers:" + UUID})
    void readsTheCursorsThatItWrites(String id) {
        var cursor = new Cursor(AT, id);

        assertThat(Cursor.of(cursor.written(), Cursor.OLDEST)).isEqualTo(cursor);
    }

    @Test
    void startsWhereTheListDoes() {
        assertThat(Cursor.of(null, Cursor.NEWEST)).isEqualTo(Cursor.NEWEST);
    }

    static List<String> foreignCursors() {
        return List.of(
                "",
                "abc",
                "!!!",
                "fHw",
                new Cursor(AT, "payment:x").written(),
                new Cursor(AT, "-".repeat(36)).written(),
                new Cursor(AT, "f".repeat(36)).written(),
                new Cursor(Instant.MIN, UUID).written(),
                Cursor.OLDEST.written());
    }

    @ParameterizedTest
    @MethodSource("foreignCursors")
    void readsNoOtherCursors(String written) {
        assertThatThrownBy(() -> Cursor.of(written, Cursor.OLDEST)).isInstanceOf(Problem.class);
    }
}

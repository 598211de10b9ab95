package cn.jiaozi.chassis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnouncementTest {
    @Test
    void isReadBackFromItsLine() {
        var event = Map.of("text", "a\tb\nc\r\u2028 钱包");
        var waking = new Announcement("topic", "key", event, Optional.of("payment:1"));
        var silent = new Announcement("topic", "", event);

        assertThat(waking.line()).hasLineCount(1);
        assertThat(Announcement.of(waking.line()))
                .isEqualTo(new Announcement(
                        "topic", "key", new Announcement.Written(Json.write(event)), Optional.of("payment:1")));
        assertThat(Announcement.of(silent.line()))
                .isEqualTo(new Announcement("topic", "", new Announcement.Written(Json.write(event))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\tb", "a\nb", "a\rb", "\u0000", "\u0085"})
    void hasNoControlCharacterInAKey(String key) {
        assertThatThrownBy(() -> new Announcement("topic", key, "event")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Announcement("topic", "key", "event", Optional.of(key)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

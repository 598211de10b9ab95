package cn.jiaozi.merchant.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.chassis.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditLineTest {
    private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "merchant:1, OPENED, clerk, true",
        "store:1/2, CODE_ISSUED, clerk, true",
        "merchant, OPENED, clerk, false",
        "merchant:, OPENED, clerk, false",
        "Merchant:1, OPENED, clerk, false",
        "'merchant:1 2', OPENED, clerk, false",
        "merchant:1, opened, clerk, false",
        "merchant:1, '', clerk, false",
        "merchant:1, OPENED, '', false"
    })
    void saysWhoDidWhatToWhat(String subject, String what, String who, boolean good) {
        if (good) {
            assertThat(line(subject, what, who).subject()).isEqualTo(subject);
        } else {
            assertThatThrownBy(() -> line(subject, what, who)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 0, false", "2, 2, 0, false", "3, 2, 1, true"})
    void tellsWhereTheNextPageBegins(int found, int onPage, long last, boolean goesOn) {
        var lines = LongStream.rangeClosed(1, found)
                .mapToObj(n -> AuditPage.Line.of(found - n, line("merchant:1", "OPENED", "clerk")))
                .toList();

        var page = AuditPage.of(lines, 2);

        assertThat(page.lines()).hasSize(onPage);
        assertThat(page.nextCursor().map(written -> AuditCursor.of(Optional.of(written))))
                .isEqualTo(goesOn ? Optional.of(new AuditCursor(last)) : Optional.empty());
        assertThat(AuditPage.of(List.of(), 2).nextCursor()).isEmpty();
    }

    @Test
    void beginsWithTheNewest() {
        assertThat(AuditCursor.of(Optional.empty()).lineNo()).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "abc", "LTE", "MTIzNDU2Nzg5MDEyMzQ1Njc4OQ"})
    void refusesACursorThatItHasNotWritten(String written) {
        assertThatThrownBy(() -> AuditCursor.of(Optional.of(written))).isInstanceOf(Problem.class);
    }

    private static AuditLine line(String subject, String what, String who) {
        return new AuditLine(subject, Optional.of("1"), what, who, Optional.empty(), Map.of(), AT);
    }
}

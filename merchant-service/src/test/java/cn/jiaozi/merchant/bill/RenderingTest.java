package cn.jiaozi.merchant.bill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.chassis.Bytes;
import cn.jiaozi.merchant.bill.Rendition.Digits;
import cn.jiaozi.merchant.bill.Rendition.Encoding;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RenderingTest {
    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final String KEPT = """
            \uFEFFtradeTime,merchantNo,goods,note
            2026-11-28 09:00:00,002000100000018\t,"Tea, ""best"" 茶",
            2026-11-28 09:00:01,002000100000018\t,𠮷·㐂 ﷐,"1,000\t"
            2026-11-28 09:00:02,002000100000018\t,"two
            lines",'=1+1
            count,total
            3,12.00
            """;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 64, 100_000})
    void isTheSameHoweverThePiecesAreCut(int size) {
        assertThat(new String(rendered(KEPT, new Rendition(Encoding.GB18030, Digits.TAB), size), GB18030))
                .isEqualTo(KEPT.substring(1));
        assertThat(new String(rendered(KEPT, Rendition.KEPT, size), StandardCharsets.UTF_8))
                .isEqualTo(KEPT);
        assertThat(new String(
                        rendered(KEPT, new Rendition(Encoding.UTF_8, Digits.BACKTICK), size), StandardCharsets.UTF_8))
                .isEqualTo("""
                        \uFEFFtradeTime,merchantNo,goods,note
                        `2026-11-28 09:00:00,`002000100000018,"`Tea, ""best"" 茶",`
                        `2026-11-28 09:00:01,`002000100000018,`𠮷·㐂 ﷐,"`1,000"
                        `2026-11-28 09:00:02,`002000100000018,"`two
                        lines",`'=1+1
                        count,total
                        `3,`12.00
                        """);
    }

    @Test
    void refusesToRenderWhatIsNoText() {
        var rendering = new Rendering(new Rendition(Encoding.GB18030, Digits.TAB));

        assertThatThrownBy(() -> rendering.next(new byte[] {'a', 'b', 'c', (byte) 0xff}))
                .isInstanceOf(Altered.class);
    }

    private static byte[] rendered(String kept, Rendition to, int size) {
        var rendering = new Rendering(to);
        byte[] bytes = kept.getBytes(StandardCharsets.UTF_8);
        var out = new Bytes();
        // The first piece holds the byte order mark, as every first piece does.
        int at = Math.min(bytes.length, Math.max(size, 3));
        out.add(rendering.next(Arrays.copyOf(bytes, at)));
        for (; at < bytes.length; at += size) {
            out.add(rendering.next(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size))));
        }
        return out.take();
    }
}

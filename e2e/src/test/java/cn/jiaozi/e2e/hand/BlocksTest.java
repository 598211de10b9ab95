package cn.jiaozi.e2e.hand;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlocksTest {
    private static final int DOTS = 4;

    /// As a camera sees the window, black on white.
    private static String scanned(List<String> lines) throws ReaderException {
        int side = lines.getFirst().length() * DOTS;
        int[] dots = new int[side * side];
        Arrays.fill(dots, 0xFFFFFF);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                char block = lines.get(y / DOTS / 2).charAt(x / DOTS);
                char half = y / DOTS % 2 == 0 ? '▀' : '▄';
                if (block == '█' || block == half) {
                    dots[y * side + x] = 0;
                }
            }
        }
        return new QRCodeReader()
                .decode(new BinaryBitmap(new GlobalHistogramBinarizer(new RGBLuminanceSource(side, side, dots))))
                .getText();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0112345678901234567", "饺子", "0002010102112641"})
    void areReadByAScanner(String text) throws ReaderException {
        assertThat(scanned(Blocks.of(text, false).lines().toList())).isEqualTo(text);
    }

    @Test
    void areTwoRowsALineWithAQuietZone() {
        var lines = Blocks.of("0112345678901234567", false).lines().toList();

        // 21 modules and two quiet zones of four: 29 rows on 15 lines.
        assertThat(lines).hasSize(15).allMatch(line -> line.length() == 29);
        assertThat(lines.getFirst()).isBlank();
        assertThat(lines.get(2)).startsWith("    █▀▀▀▀▀█ ").endsWith(" █▀▀▀▀▀█    ");
    }

    @Test
    void bringTheirOwnColors() {
        assertThat(Blocks.of("x", true).lines())
                .allMatch(line -> line.startsWith("\u001b[30;107m") && line.endsWith("\u001b[0m"));
    }
}

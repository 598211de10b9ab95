package cn.jiaozi.sdk.qr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QrPictureTest {
    private static final MerchantQr SHOP = new MerchantQr(
            "002000100000018",
            Optional.of("000001"),
            Optional.of(new MerchantQr.Order("order-000001", 12_30)),
            "5812",
            "Old Zhang Dumplings",
            "Chengdu",
            Optional.of("老张饺子馆"));

    private static BufferedImage image(byte[] png) throws IOException {
        return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(png)));
    }

    private static String scanned(byte[] png) throws IOException, ReaderException {
        var image = image(png);
        int side = image.getWidth();
        int[] dots = image.getRGB(0, 0, side, side, new int[side * side], 0, side);
        return new QRCodeReader()
                .decode(new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(side, side, dots))))
                .getText();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8, 50})
    void isReadByAScanner(int dots) throws IOException, ReaderException {
        String text = scanned(QrPicture.png(SHOP.text(), dots));

        assertThat(MerchantQr.of(text)).isEqualTo(SHOP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0112345678901234567", "https://example.com/a?b=c", "é", "饺子", "𠮷"})
    void keepsEveryText(String text) throws IOException, ReaderException {
        assertThat(scanned(QrPicture.png(text, 4))).isEqualTo(text);
    }

    @Test
    void isASquareOfWholeModulesWithAQuietZone() throws IOException {
        byte[] png = QrPicture.png("0112345678901234567", 3);
        var image = image(png);

        // Version 1 has 21 modules, and the first dark one is a corner of the finder pattern.
        assertThat(image.getWidth()).isEqualTo((21 + 8) * 3).isEqualTo(image.getHeight());
        assertThat(image.getRGB(4 * 3 - 1, 4 * 3 - 1)).isEqualTo(0xFFFFFFFF);
        assertThat(image.getRGB(4 * 3, 4 * 3)).isEqualTo(0xFF000000);
        // Bit depth in the header (PNG, 11.2.2).
        assertThat(png[24]).isEqualTo((byte) 1);
    }

    @Test
    void takesWhatFitsAndNoMore() throws IOException {
        assertThat(image(QrPicture.png("x".repeat(2_331), 1)).getWidth()).isEqualTo(177 + 8);
        assertThatThrownBy(() -> QrPicture.png("x".repeat(2_332), 1)).hasMessageContaining("does not fit");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, 0, 51})
    void refusesAnotherSize(int dots) {
        assertThatThrownBy(() -> QrPicture.png("x", dots)).hasMessageContaining("1 to 50");
    }
}

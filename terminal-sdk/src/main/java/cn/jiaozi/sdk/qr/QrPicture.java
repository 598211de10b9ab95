package cn.jiaozi.sdk.qr;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// A text as the picture of a QR code (ISO/IEC 18004), error correction M, with the quiet zone of four modules.
public final class QrPicture {
    private static final int QUIET = 4;
    private static final int BLACK = 0xFF000000;
    private static final int WHITE = 0xFFFFFFFF;

    private QrPicture() {}

    /// A square PNG of one bit a dot.
    ///
    /// @param text at most 2 331 bytes of UTF-8
    /// @param dots length of a module's side, 1 to 50: whole dots, since a scaled module is a blurred one
    public static byte[] png(String text, int dots) {
        if (dots < 1 || dots > 50) {
            throw new IllegalArgumentException("A module has 1 to 50 dots a side, not " + dots);
        }
        var png = new ByteArrayOutputStream();
        // In memory: ImageIO would otherwise put a file between.
        try (var out = new MemoryCacheImageOutputStream(png)) {
            ImageIO.write(picture(modules(text), dots), "png", out);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return png.toByteArray();
    }

    /// Plain ASCII goes without a character set, which old scanners would read out as a part of the text.
    private static ByteMatrix modules(String text) {
        boolean plain = StandardCharsets.US_ASCII.newEncoder().canEncode(text);
        Map<EncodeHintType, String> hints = plain ? Map.of() : Map.of(EncodeHintType.CHARACTER_SET, "UTF-8");
        try {
            return Encoder.encode(text, ErrorCorrectionLevel.M, hints).getMatrix();
        } catch (WriterException e) {
            throw new IllegalArgumentException("The text does not fit into a QR code", e);
        }
    }

    private static BufferedImage picture(ByteMatrix modules, int dots) {
        int side = (modules.getWidth() + 2 * QUIET) * dots;
        var image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_BINARY);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                image.setRGB(x, y, isDark(modules, x / dots - QUIET, y / dots - QUIET) ? BLACK : WHITE);
            }
        }
        return image;
    }

    private static boolean isDark(ByteMatrix modules, int column, int row) {
        return column >= 0
                && row >= 0
                && column < modules.getWidth()
                && row < modules.getHeight()
                && modules.get(column, row) == 1;
    }
}

package cn.jiaozi.e2e.hand;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;

/// The camera of the phone.
final class Scan {
    private Scan() {}

    /// @param seen a text, or the name of a PNG file
    static String text(String seen) {
        return seen.endsWith(".png") ? picture(Path.of(seen)) : seen;
    }

    private static String picture(Path file) {
        try {
            var image = Optional.ofNullable(ImageIO.read(file.toFile()))
                    .orElseThrow(() -> NotDone.usage(file + " is not a picture."));
            int width = image.getWidth();
            int height = image.getHeight();
            int[] dots = image.getRGB(0, 0, width, height, new int[width * height], 0, width);
            return new QRCodeReader()
                    .decode(new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, dots))))
                    .getText();
        } catch (IOException e) {
            throw NotDone.usage(file + " cannot be read.");
        } catch (ReaderException e) {
            throw NotDone.usage("No QR code is to be seen in " + file + ".");
        }
    }
}

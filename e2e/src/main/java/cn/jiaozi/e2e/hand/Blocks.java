package cn.jiaozi.e2e.hand;

import cn.jiaozi.sdk.qr.QrPicture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/// A QR code in a terminal's window. A character is about twice as high as wide, so a line has two rows of modules.
final class Blocks {
    private static final String BLACK_ON_WHITE = "\u001b[30;107m";
    private static final String PLAIN = "\u001b[0m";

    private Blocks() {}

    /// @param painted whether black is made black and white white, whatever the window's own colors are
    static String of(String text, boolean painted) {
        var modules = modules(text);
        return IntStream.iterate(0, y -> y < modules.getHeight(), y -> y + 2)
                .mapToObj(y -> line(modules, y))
                .map(line -> painted ? BLACK_ON_WHITE + line + PLAIN : line)
                .collect(Collectors.joining("\n"));
    }

    private static BufferedImage modules(String text) {
        try {
            return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(QrPicture.png(text, 1))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(BufferedImage modules, int y) {
        return IntStream.range(0, modules.getWidth())
                .mapToObj(x -> block(isDark(modules, x, y), isDark(modules, x, y + 1)))
                .collect(Collectors.joining());
    }

    private static String block(boolean upper, boolean lower) {
        if (upper) {
            return lower ? "█" : "▀";
        }
        return lower ? "▄" : " ";
    }

    /// Below the last row everything is light: the number of rows is odd.
    private static boolean isDark(BufferedImage modules, int x, int y) {
        return y < modules.getHeight() && (modules.getRGB(x, y) & 0xFF) == 0;
    }
}

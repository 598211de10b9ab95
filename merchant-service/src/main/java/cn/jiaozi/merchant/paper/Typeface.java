package cn.jiaozi.merchant.paper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Objects;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/// Noto Sans SC (SIL Open Font License): all characters of the basic plane that names in China are made of, and those
/// beyond it that the table of standard characters (通用规范汉字表) has. Reads from one place of the font's file at a
/// time, so only one thread may use it.
public final class Typeface {
    private static final String FILE = "/fonts/ttf/NotoSansSC/NotoSansSC-Regular.ttf";

    private final TrueTypeFont font;
    private final CmapLookup glyphs;
    private final float perEm;

    private Typeface(TrueTypeFont font) throws IOException {
        this.font = font;
        this.glyphs = font.getUnicodeCmapLookup();
        this.perEm = font.getUnitsPerEm();
    }

    /// Some tenths of a second, and ten megabytes.
    public static Typeface load() {
        try (var file = Typeface.class.getResourceAsStream(FILE)) {
            var font = new TTFParser()
                    .parse(new RandomAccessReadBuffer(
                            Objects.requireNonNull(file).readAllBytes()));
            // A glyph stands for its character alone; ligatures would be glyphs that nobody can read back.
            font.setEnableGsub(false);
            return new Typeface(font);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The text as it can be printed: a character that the font does not have as its code point, such as `U+20BB7`;
    /// line breaks and the like as spaces; selectors of variants left out, since the character itself is there.
    String shown(String text) {
        var shown = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (isSelector(point)) {
                return;
            }
            if (Character.isISOControl(point) || Character.isSpaceChar(point)) {
                shown.append(' ');
            } else if (glyph(point) == 0) {
                shown.append(String.format(Locale.ROOT, "U+%04X", point));
            } else {
                shown.appendCodePoint(point);
            }
        });
        return shown.toString();
    }

    private static boolean isSelector(int point) {
        return (point >= 0xFE00 && point <= 0xFE0F) || (point >= 0xE0100 && point <= 0xE01EF);
    }

    int glyph(int codePoint) {
        return glyphs.getGlyphId(codePoint);
    }

    float width(int codePoint, float size) {
        try {
            return font.getAdvanceWidth(glyph(codePoint)) * size / perEm;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    float width(String shown, float size) {
        return (float)
                shown.codePoints().mapToDouble(point -> width(point, size)).sum();
    }

    /// Only what is printed will be in the file.
    PDType0Font in(PDDocument document) throws IOException {
        return PDType0Font.load(document, font, true);
    }
}

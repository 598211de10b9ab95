package cn.jiaozi.merchant.paper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;

/// One page of a PDF, the same bytes for the same strokes. Points, from the lower left corner.
final class Sheet implements AutoCloseable {
    private static final int A_BLOCK = 100;
    private static final float THIN = 0.6f;
    private static final float BOLDER = 0.35f;

    private final PDDocument document = new PDDocument();
    private final Map<Integer, Integer> printed = new TreeMap<>();
    private final Typeface face;
    private final PDType0Font font;
    private final PDPage page;
    private final PDPageContentStream content;

    Sheet(Typeface face, PDRectangle size) throws IOException {
        this.face = face;
        this.font = face.in(document);
        this.page = new PDPage(size);
        document.addPage(page);
        this.content = new PDPageContentStream(document, page);
        content.setLineWidth(THIN);
    }

    PDDocument document() {
        return document;
    }

    /// Leaves a part of the page.
    void cut(PDRectangle part) {
        page.setMediaBox(part);
    }

    /// @param shown what the font has
    void text(String shown, float size, float x, float y) throws IOException {
        shown.codePoints().forEach(point -> printed.putIfAbsent(face.glyph(point), point));
        content.beginText();
        content.setFont(font, size);
        content.newLineAtOffset(x, y);
        content.showText(shown);
        content.endText();
    }

    /// There is one weight in the font; a stroke around each character makes the other.
    void bold(String shown, float size, float x, float y) throws IOException {
        content.saveGraphicsState();
        content.setLineWidth(BOLDER);
        content.setRenderingMode(RenderingMode.FILL_STROKE);
        text(shown, size, x, y);
        content.restoreGraphicsState();
    }

    void box(float x, float y, float width, float height) throws IOException {
        content.addRect(x, y, width, height);
        content.stroke();
    }

    /// @param seed that of a random number would be; the same seed, the same bytes
    byte[] bytes(long seed) throws IOException {
        content.close();
        document.setDocumentId(seed);
        // The font is reduced to what is printed when the document is saved, and then says which glyph means which
        // character: where several mean it, a radical of the dictionaries for a common character. So once more, as
        // it was printed.
        document.save(OutputStream.nullOutputStream());
        var meanings = new PDStream(document);
        try (var out = meanings.createOutputStream(COSName.FLATE_DECODE)) {
            out.write(meanings().getBytes(StandardCharsets.US_ASCII));
        }
        font.getCOSObject().setItem(COSName.TO_UNICODE, meanings);
        var bytes = new ByteArrayOutputStream();
        document.save(bytes);
        return bytes.toByteArray();
    }

    private String meanings() {
        var map = new StringBuilder("""
                /CIDInit /ProcSet findresource begin
                12 dict begin
                begincmap
                /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
                /CMapName /Adobe-Identity-UCS def
                /CMapType 2 def
                1 begincodespacerange
                <0000> <FFFF>
                endcodespacerange
                """);
        int left = printed.size();
        int inBlock = 0;
        for (var each : printed.entrySet()) {
            if (inBlock == 0) {
                inBlock = Math.min(left, A_BLOCK);
                left -= inBlock;
                map.append(inBlock).append(" beginbfchar\n");
            }
            byte[] utf16 = Character.toString(each.getValue()).getBytes(StandardCharsets.UTF_16BE);
            map.append('<').append(HexFormat.of().withUpperCase().toHexDigits(each.getKey(), 4));
            map.append("> <")
                    .append(HexFormat.of().withUpperCase().formatHex(utf16))
                    .append(">\n");
            inBlock--;
            if (inBlock == 0) {
                map.append("endbfchar\n");
            }
        }
        return map.append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
                .toString();
    }

    @Override
    public void close() throws IOException {
        document.close();
    }
}

package cn.jiaozi.merchant.paper;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.merchant.paper.Receipt.Detail;
import cn.jiaozi.merchant.paper.Receipt.Kind;
import cn.jiaozi.merchant.paper.Receipt.Party;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReceiptPdfTest {
    private static final Typeface FACE = Typeface.load();
    private static final Issuer BANK = new Issuer("交子银行 Jiaozi Bank", "002");

    private static Receipt aReceipt(String payee, long amountFen, String goods) {
        return new Receipt(
                Kind.PAYMENT,
                LocalDate.of(2026, 11, 28),
                Instant.parse("2026-11-28T01:30:00Z"),
                List.of("0-4711-1"),
                new Party("—", "****0014", "003"),
                new Party(payee, "0023000000000029", "002"),
                amountFen,
                List.of(
                        new Detail(Label.ORDER, "2026112800000000001"),
                        new Detail(Label.PAY_MODE, "PAYMENT_CODE"),
                        new Detail(Label.FEE, "CNY 0.05"),
                        new Detail(Label.GOODS, goods),
                        new Detail(Label.BUSINESS_ID, "payment:0197b2c4-5d6e-7f80-9a1b-2c3d4e5f6071"),
                        new Detail(Label.ENTRIES, "0-4711-1")));
    }

    private static String text(byte[] pdf) {
        try (var document = Loader.loadPDF(pdf)) {
            assertThat(document.getNumberOfPages()).isEqualTo(1);
            return new PDFTextStripper().getText(document);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String textOf(Receipt receipt) {
        return text(ReceiptPdf.of(receipt, BANK, FACE));
    }

    @Test
    void saysWhatWasBookedInTheCharactersThatWereMeant() {
        var receipt = aReceipt("成都子夜小食店", 12_30, "金银花茶, \"大\" 高长老龙凤");

        // Several of these share their glyph with a radical of the dictionaries, such as 子 with U+2F26.
        assertThat(textOf(receipt))
                .contains(
                        "交子银行 Jiaozi Bank 电子回单",
                        "数字人民币 e-CNY · 消费收款 Payment",
                        "No. 20261128-0-4711-1",
                        "Accounting date 2026-11-28",
                        "Booked 2026-11-28 09:30:00",
                        "成都子夜小食店",
                        "****0014",
                        "0023000000000029",
                        "交子银行 Jiaozi Bank (002)",
                        "CNY 12.30",
                        "人民币壹拾贰元叁角整",
                        "2026112800000000001",
                        "CNY 0.05",
                        "金银花茶, \"大\" 高长老龙凤",
                        "payment:0197b2c4-5d6e-7f80-9a1b-2c3d4e5f6071",
                        receipt.code());
    }

    @Test
    void isTheSameWheneverItIsPrinted() {
        var receipt = aReceipt("茶馆", 12_30, "茶");
        byte[] first = ReceiptPdf.of(receipt, BANK, FACE);
        ReceiptPdf.of(aReceipt("面馆", 5, "面"), BANK, FACE);

        assertThat(ReceiptPdf.of(receipt, BANK, FACE)).isEqualTo(first);
        assertThat(ReceiptPdf.of(receipt, BANK, Typeface.load())).isEqualTo(first);
    }

    @Test
    void printsRareCharactersAndNamesThoseThatTheFontDoesNotHave() {
        String printed = textOf(aReceipt("阿卜杜拉·热合曼 镕堃喆㐂𬱖", 1, "𠮷野家 😀 邉\uDB40\uDD00 a\tb ཨ"));

        assertThat(printed).contains("阿卜杜拉·热合曼 镕堃喆㐂𬱖", "U+20BB7野家 U+1F600 邉 a b U+0F68");
    }

    @Test
    void printsLongNamesWholeAndCutsWhatIsLongerThanAnyShouldBe() {
        String printed = textOf(aReceipt("很".repeat(64), 999_999_999_999_999L, "茶".repeat(400)));

        assertThat(count(printed, '很')).isEqualTo(64);
        assertThat(count(printed, '茶')).isBetween(128L, 250L);
        assertThat(printed).contains("…", "CNY 9,999,999,999,999.99");
    }

    private static long count(String text, char which) {
        return text.chars().filter(each -> each == which).count();
    }

    @Test
    void takesTheWholeSheetWhereHalfIsNotEnough() throws IOException {
        assertThat(height(aReceipt("茶馆", 12_30, "茶"))).isBetween(419f, 421f);
        var details = new ArrayList<Detail>();
        for (var label : Label.values()) {
            details.add(new Detail(label, "内容".repeat(64)));
        }
        assertThat(height(new Receipt(
                        Kind.REFUND,
                        LocalDate.of(2026, 11, 28),
                        Instant.parse("2026-11-28T01:30:00Z"),
                        List.of("0-4711-1"),
                        new Party("茶馆", "0023000000000029", "002"),
                        new Party("—", "****0014", "003"),
                        1,
                        details)))
                .isBetween(841f, 843f);
    }

    @ParameterizedTest
    @EnumSource
    void hasRoomForEachLabel(Label label) {
        float wide = FACE.width(label.zh(), ReceiptPdf.TEXT) + FACE.width(label.en(), ReceiptPdf.SMALL);

        assertThat(wide + 3 * ReceiptPdf.PAD).isLessThan(ReceiptPdf.LABEL);
    }

    private static float height(Receipt receipt) throws IOException {
        try (var document = Loader.loadPDF(ReceiptPdf.of(receipt, BANK, FACE))) {
            return document.getPage(0).getMediaBox().getHeight();
        }
    }

    @Test
    void holdsOnlyWhatIsPrintedOfItsFont() throws IOException {
        byte[] pdf = ReceiptPdf.of(aReceipt("茶馆", 12_30, "茶"), BANK, FACE);

        assertThat(pdf.length).isLessThan(60_000);
        try (var document = Loader.loadPDF(pdf)) {
            var fonts = document.getPage(0).getResources();
            String names = StreamSupport.stream(fonts.getFontNames().spliterator(), false)
                    .map(COSName::getName)
                    .map(name -> font(fonts, name))
                    .collect(Collectors.joining(" "));
            assertThat(names).matches("[A-Z]{6}\\+NotoSansSC-Regular embedded");
        }
    }

    private static String font(org.apache.pdfbox.pdmodel.PDResources resources, String name) {
        try {
            var font = resources.getFont(COSName.getPDFName(name));
            return font.getName() + (font.isEmbedded() ? " embedded" : "");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

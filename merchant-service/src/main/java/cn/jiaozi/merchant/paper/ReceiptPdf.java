package cn.jiaozi.merchant.paper;

import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.merchant.paper.Receipt.Detail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.format.DateTimeFormatter;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/// A receipt on a sheet of A5, or of A4 where it says much, as banks in China print theirs: payer and payee side by
/// side, the amount in figures and in words, and below what the merchant's books need.
public final class ReceiptPdf {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final PDRectangle A4 = PDRectangle.A4;
    private static final float A5_HEIGHT = PDRectangle.A5.getWidth();
    private static final float MARGIN = 34;
    private static final float WIDTH = A4.getWidth() - 2 * MARGIN;
    private static final float HALF = WIDTH / 2;
    private static final float SIDE = 20;
    static final float LABEL = 84;
    static final float TEXT = 8.5f;
    static final float SMALL = 6.5f;
    private static final float LEADING = 11.5f;
    static final float PAD = 4;
    private static final int MOST_LINES = 4;

    private final Typeface face;
    private final Sheet sheet;
    private float y = A4.getHeight() - MARGIN;

    private ReceiptPdf(Typeface face, Sheet sheet) {
        this.face = face;
        this.sheet = sheet;
    }

    /// @param issuer keeps the merchant's wallet
    public static byte[] of(Receipt receipt, Issuer issuer, Typeface face) {
        try (var sheet = new Sheet(face, A4)) {
            var pdf = new ReceiptPdf(face, sheet);
            pdf.about(receipt, issuer);
            pdf.head(receipt, issuer);
            pdf.parties(receipt, issuer);
            pdf.amount(receipt);
            pdf.details(receipt.details());
            pdf.foot(receipt, issuer);
            pdf.fold();
            return sheet.bytes(receipt.bookedAt().toEpochMilli());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void about(Receipt receipt, Issuer issuer) {
        var about = new PDDocumentInformation();
        about.setTitle("电子回单 " + receipt.number());
        about.setAuthor(issuer.name());
        about.setProducer("Jiaozi");
        about.setCreationDate(GregorianCalendar.from(receipt.bookedAt().atZone(BusinessTime.ZONE)));
        sheet.document().setDocumentInformation(about);
        sheet.document().getDocumentCatalog().setLanguage("zh-CN");
    }

    private void head(Receipt receipt, Issuer issuer) throws IOException {
        y -= 14;
        String title = face.shown(issuer.name()) + " 电子回单";
        sheet.bold(title, 15, MARGIN + (WIDTH - face.width(title, 15)) / 2, y);
        y -= 15;
        String kind =
                "数字人民币 e-CNY · " + receipt.kind().zh() + " " + receipt.kind().en() + " · Electronic receipt";
        sheet.text(kind, TEXT, MARGIN + (WIDTH - face.width(kind, TEXT)) / 2, y);
        y -= 18;
        sheet.text("回单编号 No. " + receipt.number(), TEXT, MARGIN, y);
        String date = "记账日期 Accounting date " + receipt.accountingDate();
        sheet.text(date, TEXT, MARGIN + (WIDTH - face.width(date, TEXT)) / 2, y);
        String time = "入账时间 Booked " + TIME.format(receipt.bookedAt().atZone(BusinessTime.ZONE));
        sheet.text(time, TEXT, MARGIN + WIDTH - face.width(time, TEXT), y);
        y -= 6;
    }

    private void parties(Receipt receipt, Issuer issuer) throws IOException {
        float top = y;
        row("户名", "Name", receipt.payer().name(), receipt.payee().name());
        row("账号", "Account", receipt.payer().account(), receipt.payee().account());
        row(
                "机构",
                "Institution",
                issuer.institution(receipt.payer().operator()),
                issuer.institution(receipt.payee().operator()));
        side("付款方", MARGIN, top);
        side("收款方", MARGIN + HALF, top);
    }

    private void side(String words, float x, float top) throws IOException {
        sheet.box(x, y, SIDE, top - y);
        float at = (top + y) / 2 + LEADING * (words.length() - 2) / 2f + 2;
        for (int i = 0; i < words.length(); i++) {
            String word = words.substring(i, i + 1);
            sheet.text(word, TEXT, x + (SIDE - face.width(word, TEXT)) / 2, at - i * LEADING);
        }
    }

    /// The same of both parties.
    private void row(String zh, String en, String ofPayer, String ofPayee) throws IOException {
        float wide = HALF - SIDE - LABEL;
        var left = wrapped(ofPayer, wide);
        var right = wrapped(ofPayee, wide);
        float height = height(Math.max(left.size(), right.size()));
        y -= height;
        cell(zh, en, left, MARGIN + SIDE, wide, height);
        cell(zh, en, right, MARGIN + HALF + SIDE, wide, height);
    }

    private void amount(Receipt receipt) throws IOException {
        float wide = HALF - LABEL;
        var figures = List.of("CNY " + figures(receipt.amountFen()));
        var words = wrapped(Capitals.of(receipt.amountFen()), wide);
        float height = height(words.size());
        y -= height;
        cell("金额", "Amount", figures, MARGIN, wide, height);
        cell("大写", "In words", words, MARGIN + HALF, wide, height);
    }

    private void details(List<Detail> details) throws IOException {
        var narrow = details.stream().filter(each -> !each.label().isWide()).toList();
        for (int i = 0; i < narrow.size(); i += 2) {
            boolean isPair = i + 1 < narrow.size();
            float wide = (isPair ? HALF : WIDTH) - LABEL;
            var left = wrapped(narrow.get(i).value(), wide);
            var right = isPair ? wrapped(narrow.get(i + 1).value(), wide) : List.<String>of();
            float height = height(Math.max(left.size(), right.size()));
            y -= height;
            cell(narrow.get(i).label(), left, MARGIN, wide, height);
            if (isPair) {
                cell(narrow.get(i + 1).label(), right, MARGIN + HALF, wide, height);
            }
        }
        for (var each : details) {
            if (each.label().isWide()) {
                var lines = wrapped(each.value(), WIDTH - LABEL);
                y -= height(lines.size());
                cell(each.label(), lines, MARGIN, WIDTH - LABEL, height(lines.size()));
            }
        }
    }

    private void foot(Receipt receipt, Issuer issuer) throws IOException {
        y -= 16;
        sheet.bold("验证码 Verification code " + receipt.code(), 9.5f, MARGIN, y);
        y -= 14;
        sheet.text(
                face.shown("开立机构 Issued by " + issuer.institution(issuer.operator())
                        + "。本回单依据已入账的分录生成，同一编号内容恒定，请勿重复记账；核验请提供编号和验证码。"),
                SMALL,
                MARGIN,
                y);
        y -= 10;
        sheet.text(
                "Made out of what the ledger has booked, and always the same under its number: do not book it twice. "
                        + "The bank tells by number and code whether it is genuine.",
                SMALL,
                MARGIN,
                y);
    }

    /// The upper half is enough for most.
    private void fold() {
        float half = A4.getHeight() - A5_HEIGHT;
        if (y > half + PAD) {
            sheet.cut(new PDRectangle(0, half, A4.getWidth(), A5_HEIGHT));
        }
    }

    private void cell(Label label, List<String> lines, float x, float wide, float height) throws IOException {
        cell(label.zh(), label.en(), lines, x, wide, height);
    }

    private void cell(String zh, String en, List<String> lines, float x, float wide, float height) throws IOException {
        sheet.box(x, y, LABEL, height);
        sheet.box(x + LABEL, y, wide, height);
        float middle = y + height / 2 - TEXT / 3;
        sheet.text(zh, TEXT, x + PAD, middle);
        sheet.text(en, SMALL, x + PAD + face.width(zh, TEXT) + 3, middle);
        float first = middle + LEADING * (lines.size() - 1) / 2;
        for (int i = 0; i < lines.size(); i++) {
            sheet.text(lines.get(i), TEXT, x + LABEL + PAD, first - i * LEADING);
        }
    }

    private List<String> wrapped(String value, float wide) {
        return Wrapping.lines(face.shown(value), face, TEXT, wide - 2 * PAD, MOST_LINES);
    }

    private static float height(int lines) {
        return lines * LEADING + 6;
    }

    /// With commas between the thousands, as on every voucher of a bank.
    private static String figures(long fen) {
        return String.format(Locale.ROOT, "%,d.%02d", fen / 100, fen % 100);
    }
}

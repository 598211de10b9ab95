package cn.jiaozi.merchant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import cn.jiaozi.merchant.BookedDay.Sold;
import cn.jiaozi.merchant.Callers.Answer;
import cn.jiaozi.merchant.Callers.Merchant;
import cn.jiaozi.testkit.ServiceTest;
import cn.jiaozi.testkit.TestTokens;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/// Receipts from the book's rows to the PDF that a merchant gets, and back from the paper to the book.
@ServiceTest
class ReceiptServiceIT {
    private static final Pattern CODE = Pattern.compile("[0-9A-F]{4}(-[0-9A-F]{4}){4}");
    private static final Pattern NUMBER = Pattern.compile("(?<=No\\. )\\S+");

    private final WebTestClient http;
    private final Callers callers;
    private final DatabaseClient sql;

    ReceiptServiceIT(@Autowired WebTestClient http, @Autowired DatabaseClient sql) {
        this.http = http;
        this.callers = new Callers(http);
        this.sql = sql;
    }

    /// A merchant with a wallet that no other test knows.
    private Merchant aMerchant() {
        var merchant = callers.aMerchant();
        String wallet = "00%014d".formatted(ThreadLocalRandom.current().nextLong(100_000_000_000_000L));
        run(
                "update merchant set wallet_id = :wallet, name = '成都子夜茶馆' where merchant_no = :no",
                Map.of("wallet", wallet, "no", merchant.no()));
        return new Merchant(merchant.no(), merchant.party(), wallet);
    }

    private BookedDay aDay(Merchant merchant) {
        return new BookedDay(sql, merchant.no(), merchant.walletId(), 1000_00);
    }

    private static String anId(String noun) {
        return noun + ":" + UUID.randomUUID();
    }

    private static String ofSale(Merchant merchant, String businessId) {
        return "/v1/merchants/" + merchant.no() + "/sales/" + businessId + "/receipt";
    }

    private static String ofPayout(Merchant merchant, String id) {
        return "/v1/merchants/" + merchant.no() + "/payouts/" + id + "/receipt";
    }

    private byte[] pdf(Merchant merchant, String path) {
        return pdf(TestTokens.of(merchant.party(), "MERCHANT"), path);
    }

    private byte[] pdf(String token, String path) {
        var answer = http.get()
                .uri(path)
                .header(HttpHeaders.AUTHORIZATION, token)
                .accept(MediaType.APPLICATION_PDF)
                .exchange()
                .expectBody(byte[].class)
                .returnResult();
        assertThat(answer.getStatus().value()).as(path).isEqualTo(200);
        assertThat(answer.getResponseHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PDF);
        assertThat(answer.getResponseHeaders().getContentDisposition().getFilename())
                .startsWith("receipt-")
                .endsWith(".pdf");
        return Objects.requireNonNull(answer.getResponseBody());
    }

    private static String text(byte[] pdf) {
        try (var document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String found(Pattern pattern, String text) {
        var matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(0);
    }

    private Answer refused(Merchant merchant, String path) {
        return callers.get(path, merchant.party(), "MERCHANT");
    }

    private Answer check(String number, String code) {
        return callers.get("/v1/receipt-checks/" + number + "?code=" + code, "clerk", "OPERATOR");
    }

    private void run(String statement, Map<String, ?> values) {
        var bound = sql.sql(statement);
        for (var each : values.entrySet()) {
            bound = bound.bind(each.getKey(), each.getValue());
        }
        bound.fetch().rowsUpdated().block();
    }

    @Test
    void givesAReceiptOfASaleThatTheBankKnowsAgain() {
        var merchant = aMerchant();
        var day = aDay(merchant);
        String id = anId("payment");
        day.come("CONSUME", id, BookedDay.customer(), 12_30, 0);
        day.sale(
                id,
                id,
                "2026112800000000001",
                12_30,
                0,
                new Sold("000001", "00000017", "PAYMENT_CODE", "", "子夜牛肉面 𠮷", "", 0));
        day.fee(day.feePlan(), id, "FEE", 5);

        byte[] pdf = pdf(merchant, ofSale(merchant, id));

        String text = text(pdf);
        assertThat(text)
                .contains(
                        "交子银行 Jiaozi Bank 电子回单",
                        "消费收款 Payment",
                        "Accounting date " + day.day(),
                        "Booked " + day.day() + " 09:00:00",
                        "成都子夜茶馆",
                        merchant.walletId(),
                        "****0014",
                        "CNY 12.30",
                        "人民币壹拾贰元叁角整",
                        "2026112800000000001",
                        "00000017",
                        "CNY 0.05",
                        "子夜牛肉面 U+20BB7",
                        id)
                .doesNotContain("0020000000000014");
        String number = found(NUMBER, text);
        assertThat(number).matches(day.day().toString().replace("-", "") + "-0-[0-9]+-1");
        assertThat(pdf(TestTokens.of("clerk", "OPERATOR"), ofSale(merchant, id)))
                .isEqualTo(pdf);

        var check = check(number, found(CODE, text));
        assertThat(check.status()).as(check.toString()).isEqualTo(200);
        assertThat(check.body()).contains(entry("genuine", true));
        assertThat(check.text("says")).contains("amountFen=1230", merchant.walletId());
    }

    @Test
    void staysTheSameWhateverIsBookedLater() {
        var merchant = aMerchant();
        var day = aDay(merchant);
        String id = day.paid(500, 1);
        byte[] before = pdf(merchant, ofSale(merchant, id));

        refund(day, id, 200, 2);
        day.close();

        assertThat(pdf(merchant, ofSale(merchant, id))).isEqualTo(before);
    }

    @Test
    void findsWhatWasBookedLongBeforeItWasToldOf() {
        var merchant = aMerchant();
        var day = aDay(merchant);
        String soon = anId("payment");
        day.come("CONSUME", soon, BookedDay.customer(), 7_00, 0);
        day.sale(soon, soon, "order-1", 7_00, 9, Sold.PLAIN);
        String late = anId("payment");
        day.come("CONSUME", late, BookedDay.customer(), 8_00, 0);
        day.sale(late, late, "order-2", 8_00, 600, Sold.PLAIN);

        assertThat(text(pdf(merchant, ofSale(merchant, soon)))).contains("CNY 7.00", day.day() + " 09:00:00");
        assertThat(text(pdf(merchant, ofSale(merchant, late)))).contains("CNY 8.00", day.day() + " 09:00:00");
    }

    private String refund(BookedDay day, String paymentId, long amountFen, int minute) {
        String refund = anId("refund");
        day.go("REFUND", refund, BookedDay.customer(), amountFen, minute);
        day.sale(
                refund,
                paymentId,
                "order-1",
                -amountFen,
                minute,
                new Sold("", "", "MERCHANT_QR_STATIC", "refund-0001", "Tea", "", 0));
        return refund;
    }

    @Test
    void givesAReceiptOfARefundOnceItsFeeIsKnown() {
        var merchant = aMerchant();
        var day = aDay(merchant);
        String payment = day.paid(500, 1);
        String refund = refund(day, payment, 200, 2);
        run("""
            insert into fee_refund_waiting (business_id, payment_business_id, amount_fen, heard_at)
            values (:id, :payment, 200, now())
            """, Map.of("id", refund, "payment", payment));

        var waiting = refused(merchant, ofSale(merchant, refund));
        run("delete from fee_refund_waiting where business_id = :id", Map.of("id", refund));
        day.fee(day.feePlan(), refund, "FEE_RETURN", 1);

        assertThat(waiting.status()).isEqualTo(404);
        assertThat(waiting.text("reason")).isEqualTo("RECEIPT_NOT_READY");
        assertThat(text(pdf(merchant, ofSale(merchant, refund))))
                .contains("退款 Refund", "CNY 2.00", "人民币贰元整", "refund-0001", payment, "CNY 0.01", "退还手续费", "静态收款码");
    }

    @Test
    void givesAReceiptOfVouchersThatWereSettled() {
        var merchant = aMerchant();
        var day = aDay(merchant);
        String vouchers = anId("vouchers");
        day.come("OFFLINE_SETTLE", vouchers, "wallet:0020000000000030:offline:P7Q2M4X9K1B6T3D8:2", 42_00, 5);
        day.sale(
                vouchers,
                vouchers,
                vouchers,
                42_00,
                5,
                new Sold("000001", "00000012", "TAP_OFFLINE", "", "Offline 双离线", "", 3));

        assertThat(text(pdf(merchant, ofSale(merchant, vouchers)))).contains("双离线收款", "人民币肆拾贰元整", "凭证笔数");
    }

    @Test
    void saysWhyThereIsNone() {
        var merchant = aMerchant();
        var day = aDay(merchant);
        String told = anId("payment");
        day.sale(told, told, "order-1", 100, 1, Sold.PLAIN);
        String other = anId("payment");
        day.come("CONSUME", other, BookedDay.customer(), 99, 2);
        day.sale(other, other, "order-2", 100, 2, Sold.PLAIN);

        var notBooked = refused(merchant, ofSale(merchant, told));
        assertThat(notBooked.status()).isEqualTo(404);
        assertThat(notBooked.text("reason")).isEqualTo("RECEIPT_NOT_READY");
        var contradicts = refused(merchant, ofSale(merchant, other));
        assertThat(contradicts.status()).isEqualTo(409);
        assertThat(contradicts.text("reason")).isEqualTo("RECEIPT_NOT_GIVEN");
        var unknown = refused(merchant, ofSale(merchant, anId("payment")));
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.text("reason")).isEqualTo("NOT_FOUND");
        var foreign = refused(aMerchant(), ofSale(merchant, told));
        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.text("reason")).isEqualTo("MERCHANT_NOT_FOUND");
    }

    @Test
    void givesAReceiptOfAPayoutAndOfItsReturn() {
        var merchant = aMerchant();
        var day = aDay(merchant);
        String payout = UUID.randomUUID().toString();
        payout(day, merchant, payout, "SENT");
        var sent = refused(merchant, ofPayout(merchant, payout));
        day.go("PAYOUT", "payout:" + payout, "core:0001:clearing", 100_05, 7);
        becomes(payout, "PAID", day.day(), "", day.at(7));

        byte[] paid = pdf(merchant, ofPayout(merchant, payout));
        String text = text(paid);
        String number = found(NUMBER, text);
        String code = found(CODE, text);
        assertThat(sent.text("reason")).isEqualTo("RECEIPT_NOT_READY");
        assertThat(sent.text("detail")).contains("SENT");
        assertThat(text)
                .contains("商户出款 Payout", "****0001", "CNY 100.05", "人民币壹佰元零伍分", "B2026112800001")
                .doesNotContain("手续费");
        assertThat(check(number, code).body()).contains(entry("genuine", true)).doesNotContainKey("returnedOn");

        day.come("PAYOUT_RETURN", "payout:" + payout, "core:0001:clearing", 100_05, 9);
        becomes(payout, "RETURNED", day.day(), day.day().toString(), day.at(9));

        String back = text(pdf(merchant, ofPayout(merchant, payout)));
        assertThat(back).contains("出款退回", "人民币壹佰元零伍分", number);
        assertThat(found(NUMBER, back)).isNotEqualTo(number);
        assertThat(check(found(NUMBER, back), found(CODE, back)).body()).contains(entry("genuine", true));
        var old = check(number, code);
        assertThat(old.body())
                .contains(entry("genuine", true), entry("returnedOn", day.day().toString()));
    }

    @Test
    void givesNoneOfAPayoutThatLeftNoWallet() {
        var merchant = aMerchant();
        var day = aDay(merchant);
        String payout = UUID.randomUUID().toString();
        payout(day, merchant, payout, "SENT");
        run("""
            update payout set state = 'SKIPPED', amount_fen = null, ended_at = now(), ask_at = null,
                              reason = 'INSUFFICIENT_FUNDS'
            where payout_id = :id
            """, Map.of("id", payout));

        var refused = refused(merchant, ofPayout(merchant, payout));
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.text("reason")).isEqualTo("RECEIPT_NOT_GIVEN");
    }

    @Test
    void doesNotKnowAForgedReceipt() {
        var merchant = aMerchant();
        var day = aDay(merchant);
        String text = text(pdf(merchant, ofSale(merchant, day.paid(500, 1))));
        String number = found(NUMBER, text);
        String code = found(CODE, text);

        var forged = check(number, (code.startsWith("0") ? "1" : "0") + code.substring(1));
        assertThat(forged.status()).isEqualTo(200);
        assertThat(forged.body()).contains(entry("genuine", false)).doesNotContainKeys("says", "returnedOn");
        var unknown = check(number.replaceAll("-[0-9]+-1$", "-999999999-1"), code);
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.pointers()).containsExactly("receiptNo");
        assertThat(callers.get("/v1/receipt-checks/" + number + "?code=" + code, merchant.party(), "MERCHANT")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void printsForManyAtOnce() {
        var merchant = aMerchant();
        var day = aDay(merchant);
        var ids = IntStream.range(0, 40).mapToObj(i -> day.paid(100 + i, i)).toList();

        var texts = ids.parallelStream()
                .map(id -> text(pdf(merchant, ofSale(merchant, id))))
                .toList();

        for (int i = 0; i < ids.size(); i++) {
            assertThat(texts.get(i)).contains(ids.get(i), "CNY 1." + (i < 10 ? "0" : "") + i);
        }
    }

    private static void payout(BookedDay day, Merchant merchant, String id, String state) {
        day.run(
                """
            insert into payout (payout_id, business_id, merchant_no, wallet_id, account_tail, due_on, slot, keep_fen,
                                minimum_fen, at_most_fen, state, amount_fen, held_on, accounting_date, planned_at, ask_at)
            values (:payout, 'payout:' || :payout, :no, :wallet, '0001', :day, 'T1', 0, 1, 100000000, :state, 10005, :day,
                    :day, now(), now() + interval '1 day')
            """,
                Map.of(
                        "payout",
                        id,
                        "no",
                        merchant.no(),
                        "wallet",
                        merchant.walletId(),
                        "day",
                        day.day(),
                        "state",
                        state));
    }

    private void becomes(String payout, String state, LocalDate paidOn, String returnedOn, Instant at) {
        run("""
            update payout set state = :state, paid_on = :paid, accounting_date = :paid, returned_on = nullif(:returned, '')::date,
                              bank_ref = 'B2026112800001', ended_at = now(), ask_at = null, paid_at = :at,
                              returned_at = case when :returned <> '' then :at::timestamptz end
            where payout_id = :id
            """, Map.of("state", state, "paid", paidOn, "returned", returnedOn, "id", payout, "at", at));
    }
}

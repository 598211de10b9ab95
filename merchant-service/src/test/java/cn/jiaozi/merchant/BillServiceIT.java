package cn.jiaozi.merchant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.jiaozi.contracts.Checkpoint;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.merchant.BookedDay.Sold;
import cn.jiaozi.merchant.Callers.Answer;
import cn.jiaozi.merchant.Callers.Merchant;
import cn.jiaozi.testkit.EventsAwaited;
import cn.jiaozi.testkit.ServiceTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

/// Bills from the book's rows to the bytes that a merchant gets.
@ServiceTest
class BillServiceIT {
    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final List<String> CSV =
            List.of("TRADE_ALL", "TRADE_SUCCESS", "TRADE_REFUND", "FUND_FLOW", "SETTLEMENT", "OFFLINE");

    private final EventsAwaited events = new EventsAwaited();
    private final WebTestClient http;
    private final Callers callers;
    private final DatabaseClient sql;

    BillServiceIT(@Autowired WebTestClient http, @Autowired DatabaseClient sql) {
        this.http = http.mutate()
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(512 * 1024 * 1024))
                .build();
        this.callers = new Callers(http);
        this.sql = sql;
    }

    /// A merchant with a wallet that no other test knows.
    private Merchant aMerchant() {
        var merchant = callers.aMerchant();
        String wallet = "00%014d".formatted(ThreadLocalRandom.current().nextLong(100_000_000_000_000L));
        sql.sql("update merchant set wallet_id = :wallet where merchant_no = :no")
                .bind("wallet", wallet)
                .bind("no", merchant.no())
                .then()
                .block();
        return new Merchant(merchant.no(), merchant.party(), wallet);
    }

    private BookedDay aDay(Merchant merchant, long openingFen) {
        return new BookedDay(sql, merchant.no(), merchant.walletId(), openingFen);
    }

    @Test
    void writesADayWithEveryKindOfRowInEveryFormat() {
        var merchant = aMerchant();
        var day = fullDay(merchant);

        for (String kind : CSV) {
            var offer = offered(merchant, day, "kind=" + kind);
            String file = new String(got(offer), StandardCharsets.UTF_8);

            assertThat(file.substring(0, file.indexOf("<END>")))
                    .as(kind)
                    .isEqualTo("\uFEFF" + sample(kind + ".csv", merchant, day));
            assertThat(offer.text("fileName"))
                    .isEqualTo(merchant.no() + "_" + kind + "_"
                            + day.day().toString().replace("-", "") + "_v1.csv");
            assertThat(file.lines().toList().getLast())
                    .isEqualTo("<END>," + offer.number("rows") + ","
                            + sha256(file.substring(0, file.indexOf("<END>")).getBytes(StandardCharsets.UTF_8)));
        }
        for (String kind : List.of("CAMT_053", "CAMT_054")) {
            String file = new String(got(offered(merchant, day, "kind=" + kind)), StandardCharsets.UTF_8);

            assertThat(IsoSchema.flaws(kind, file)).as(file).isEmpty();
            assertThat(pretty(file)).as(kind).isEqualTo(sample(kind + ".xml", merchant, day));
        }
    }

    /// Each wallet has its rows, its balances and its files; the two days chain for each alone.
    @Test
    void aStoreWithAWalletHasBillsOfItsOwn() {
        var merchant = aMerchant();
        var store = callers.aStoreWithAWallet(merchant, "0002");
        var first = aDay(merchant, 0);
        first.paid(500, 1);
        var firstOfStore = first.ofStore(store.storeNo(), store.walletId());
        firstOfStore.paid(70, 2);
        firstOfStore.paid(7, 3);
        first.close();
        var second = aDay(merchant, 500);
        second.ofStore(store.storeNo(), store.walletId(), 77).paid(1, 1);
        second.close();

        String query = "&store=" + store.storeNo();
        var offer = offered(merchant, first, "kind=FUND_FLOW" + query);
        assertThat(offer.text("storeNo")).isEqualTo(store.storeNo());
        assertThat(offer.text("fileName")).startsWith(merchant.no() + "-" + store.storeNo() + "_FUND_FLOW_");
        assertThat(new String(got(offer), StandardCharsets.UTF_8)).contains("\n2,0.77,0,0.00,0.00,0.77\n");
        assertThat(text(merchant, first, "FUND_FLOW")).contains("\n1,5.00,0,0.00,0.00,5.00\n");
        assertThat(text(merchant, first, "TRADE_ALL")).contains("<END>,1,").contains(",5.00,");
        assertThat(text(merchant, first, "TRADE_ALL" + query))
                .contains("<END>,2,")
                .doesNotContain(",5.00,");
        assertThat(text(merchant, second, "FUND_FLOW" + query)).contains("\n1,0.01,0,0.00,0.77,0.78\n");
        assertThat(IsoSchema.flaws("CAMT_053", text(merchant, second, "CAMT_053" + query)))
                .isEmpty();
        var manifest = callers.get(
                "/v1/merchants/" + merchant.no() + "/bills/" + first.day() + "/manifest?store=" + store.storeNo(),
                merchant.party(),
                "MERCHANT");
        assertThat(manifest.text("storeNo")).isEqualTo(store.storeNo());
        assertThat(manifest.text("walletId")).isEqualTo(store.walletId());
        assertThat(manifest.number("closingFen")).isEqualTo(77);

        var other = callers.aStore(merchant);
        var none = ask(merchant, first.day().toString(), "kind=FUND_FLOW&store=" + other);
        assertThat(none.text("reason")).as(none.body().toString()).isEqualTo("NOT_FOUND");
        assertThat(ask(merchant, first.day().toString(), "kind=FUND_FLOW&store=999999")
                        .text("reason"))
                .isEqualTo("STORE_NOT_FOUND");
        assertThat(ask(merchant, first.day().toString(), "kind=FUND_FLOW&store=1")
                        .pointers())
                .containsExactly("store");
    }

    @Test
    void indexesTheLegsOfADayWhenItIsComplete() {
        var merchant = aMerchant();
        var day = aDay(merchant, 0);
        day.come("P2P", id("payment", day, 1), BookedDay.customer(), 7, 0);
        day.told(id("payment", day, 1), 7);
        String legs = "book_leg_" + day.day().toString().replace("-", "");
        assertThat(indexes(legs)).containsExactly(legs + "_at_idx", legs + "_pkey");

        day.close();
        got(offered(merchant, day, "kind=FUND_FLOW"));

        assertThat(indexes(legs)).containsExactly(legs + "_at_idx", legs + "_credit", legs + "_debit", legs + "_pkey");
    }

    private List<String> indexes(String table) {
        return Objects.requireNonNull(sql.sql("select indexname from pg_indexes where tablename = :table order by 1")
                .bind("table", table)
                .mapValue(String.class)
                .all()
                .collectList()
                .block());
    }

    /// Rare characters, formulas, quotes, a refund with its fee, offline money, a payout and one that came back.
    private BookedDay fullDay(Merchant merchant) {
        var day = aDay(merchant, 100_00);
        String plan = day.feePlan();
        String first = id("payment", day, 1);
        day.come("CONSUME", first, BookedDay.customer(), 12_30, 0);
        day.sale(
                first,
                first,
                "2026112800000000001",
                12_30,
                0,
                new Sold("000001", "00000017", "PAYMENT_CODE", "", "牛肉面, \"large\" 𠮷", "", 0));
        day.fee(plan, first, "FEE", 5);
        day.go("FEE", id("fee", day, 1), "core:0001:fee-income", 5, 1);
        String second = id("payment", day, 2);
        day.come("CONSUME", second, BookedDay.customer(), 1, 2);
        day.sale(
                second, second, "order-0002", 1, 2, new Sold("", "", "MERCHANT_QR_STATIC", "", "=1+1", "@阿卜杜勒·热合曼", 0));
        String refund = id("refund", day, 3);
        day.go("REFUND", refund, BookedDay.customer(), 2_30, 3);
        day.sale(
                refund,
                first,
                "2026112800000000001",
                -2_30,
                3,
                new Sold("000001", "00000017", "PAYMENT_CODE", "refund-0001", "牛肉面, \"large\" 𠮷", "", 0));
        day.fee(plan, refund, "FEE_RETURN", 1);
        day.come("FEE_RETURN", id("fee", day, 3), "core:0001:fee-income", 1, 4);
        String vouchers = id("vouchers", day, 4);
        day.come("OFFLINE_SETTLE", vouchers, "wallet:0020000000000030:offline:P7Q2M4X9K1B6T3D8:2", 42_00, 5);
        day.sale(
                vouchers,
                vouchers,
                vouchers,
                42_00,
                5,
                new Sold("000001", "00000012", "TAP_OFFLINE", "", "Offline 双离线", "", 3));
        String gift = id("payment", day, 5);
        day.come("P2P", gift, BookedDay.customer(), 7, 6);
        day.told(gift, 7);
        payout(day, merchant, 6, 100_00, "PAID", "B2026112800001");
        day.go("PAYOUT", id("payout", day, 6), "core:0001:clearing", 100_00, 7);
        payout(day, merchant, 7, 20_00, "RETURNED", "");
        day.go("PAYOUT", id("payout", day, 7), "core:0001:clearing", 20_00, 8);
        day.come("PAYOUT_RETURN", id("payout", day, 7), "core:0001:clearing", 20_00, 9);
        day.close();
        return day;
    }

    private static String id(String noun, BookedDay day, int number) {
        return "%s:0197b2c4-%04d-7f80-9a1b-%012d"
                .formatted(noun, number, day.day().toEpochDay());
    }

    private static void payout(
            BookedDay day, Merchant merchant, int number, long amountFen, String state, String bankRef) {
        String id = id("payout", day, number);
        day.run(
                """
            insert into payout (payout_id, business_id, merchant_no, wallet_id, account_tail, due_on, slot, keep_fen,
                                minimum_fen, at_most_fen, state, amount_fen, paid_on, accounting_date, bank_ref, planned_at,
                                ended_at)
            values (:payout, :id, :no, :wallet, '0001', :day, :slot, 0, 1, 100000000, :state, :fen, :day, :day,
                    nullif(:ref, ''), now(), now())
            """,
                Map.of(
                        "payout",
                        id.substring(id.indexOf(':') + 1),
                        "id",
                        id,
                        "no",
                        merchant.no(),
                        "wallet",
                        merchant.walletId(),
                        "day",
                        day.day(),
                        "state",
                        state,
                        "fen",
                        amountFen,
                        "slot",
                        "T1-" + number,
                        "ref",
                        bankRef));
    }

    @Test
    void givesTheSameFileInEveryEncodingWithTheDigestsThatItNames() {
        var merchant = aMerchant();
        var day = fullDay(merchant);
        var kept = offered(merchant, day, "kind=TRADE_ALL");
        byte[] utf8 = got(kept);

        for (String how : List.of("", "&charset=GB18030", "&digits=BACKTICK", "&charset=GB18030&digits=BACKTICK")) {
            var offer = offered(merchant, day, "kind=TRADE_ALL" + how);
            var zipped = offered(merchant, day, "kind=TRADE_ALL&gzip=true" + how);
            byte[] file = got(offer);

            assertThat(offer.text("sha256")).as(how).isEqualTo(sha256(file));
            assertThat(offer.text("sm3")).isEqualTo(sm3(file));
            assertThat(offer.number("bytes")).isEqualTo(file.length);
            assertThat(unzipped(got(zipped))).isEqualTo(file);
            assertThat(zipped.text("fileName")).endsWith("_v1.csv.gz");
            assertThat(zipped.text("sha256")).isEqualTo(offer.text("sha256"));
        }
        String text = withoutEnd(new String(utf8, StandardCharsets.UTF_8));
        byte[] gb = got(offered(merchant, day, "kind=TRADE_ALL&charset=GB18030"));
        assertThat(withoutEnd(new String(gb, GB18030))).isEqualTo(text.substring(1));
        String ticked =
                new String(got(offered(merchant, day, "kind=TRADE_ALL&digits=BACKTICK")), StandardCharsets.UTF_8);
        assertThat(ticked)
                .contains("`2026112800000000001,")
                .doesNotContain("\t")
                .contains("\"`牛肉面, \"\"large\"\" 𠮷\"");
    }

    private static String withoutEnd(String file) {
        return file.substring(0, file.indexOf("<END>"));
    }

    @Test
    void namesAllFilesTheBalancesAndTheLedgersHeader() {
        var merchant = aMerchant();
        var day = fullDay(merchant);
        var path = "/v1/merchants/" + merchant.no() + "/bills/" + day.day() + "/manifest";

        var manifest = ready(() -> callers.get(path, merchant.party(), "MERCHANT"));

        assertThat(manifest.number("openingFen")).isEqualTo(100_00);
        assertThat(manifest.number("closingFen")).isEqualTo(day.balanceFen());
        assertThat(manifest.number("openingFen") + manifest.number("inFen") - manifest.number("outFen"))
                .isEqualTo(manifest.number("closingFen"));
        assertThat(list(manifest, "files"))
                .extracting(file -> file.get("kind"))
                .containsExactly(
                        "TRADE_ALL",
                        "TRADE_SUCCESS",
                        "TRADE_REFUND",
                        "FUND_FLOW",
                        "SETTLEMENT",
                        "OFFLINE",
                        "CAMT_053",
                        "CAMT_054");
        // The first one at or after the day's last block, not the newest.
        assertThat(list(manifest, "checkpoints"))
                .singleElement()
                .extracting(each -> ((Map<?, ?>) Objects.requireNonNull(each.get("checkpoint"))).get("number"))
                .isEqualTo((int) day.block() + 2);
    }

    @Test
    void chainsTheDaysOfAMerchantAlsoWhereNothingMoved() {
        var merchant = aMerchant();
        var first = aDay(merchant, 0);
        first.paid(500, 1);
        first.paid(300, 2);
        first.close();
        var quiet = aDay(merchant, first.balanceFen());
        quiet.close();
        var third = aDay(merchant, first.balanceFen());
        third.go("REFUND", "refund:" + UUID.randomUUID(), BookedDay.customer(), 100, 1);
        third.come("P2P", "payment:" + UUID.randomUUID(), BookedDay.customer(), 1, 2);
        third.close();

        String flow = text(merchant, first, "FUND_FLOW");
        assertThat(flow).contains("\n2,8.00,0,0.00,0.00,8.00\n");
        assertThat(text(merchant, quiet, "FUND_FLOW"))
                .contains("\n0,0.00,0,0.00,8.00,8.00\n")
                .contains("<END>,0,");
        assertThat(text(merchant, third, "FUND_FLOW")).contains("\n1,0.01,1,1.00,8.00,7.01\n");
    }

    @Test
    void tellsUntilWhenABillIsReady() {
        var merchant = aMerchant();
        var day = fullDay(merchant);
        offered(merchant, day, "kind=FUND_FLOW");

        var tomorrow = ask(merchant, "2199-01-01", "kind=FUND_FLOW");
        assertThat(tomorrow.status()).isEqualTo(404);
        assertThat(tomorrow.text("reason")).isEqualTo("BILL_NOT_READY");
        assertThat(tomorrow.text("detail")).contains("2199-01-02").contains("09:00");
        var old = ask(merchant, "2026-01-01", "kind=FUND_FLOW");
        assertThat(old.text("reason")).isEqualTo("NOT_FOUND");
        assertThat(old.pointers()).containsExactly("date");
    }

    @Test
    void waitsForWhatPaymentServiceHasNotToldYet() {
        var merchant = aMerchant();
        var day = aDay(merchant, 0);
        String id = "payment:" + UUID.randomUUID();
        day.come("CONSUME", id, BookedDay.customer(), 700, 1);
        day.close();

        // What the ledger alone knows is ready.
        text(merchant, day, "FUND_FLOW");
        assertThat(ask(merchant, day.day().toString(), "kind=TRADE_ALL").text("reason"))
                .isEqualTo("BILL_NOT_READY");
        day.sale(id, id, "order-late", 700, 1, Sold.PLAIN);
        sql.sql("update bill set claimed_until = null where merchant_no = :no and state = 'WANTED'")
                .bind("no", merchant.no())
                .then()
                .block();

        assertThat(text(merchant, day, "TRADE_ALL")).contains("\n1,7.00,7.00,0.00,0.00,0.00\n");
    }

    @Test
    void givesADownloadOnceToWhoeverHasItsAddress() {
        var merchant = aMerchant();
        var day = fullDay(merchant);
        var offer = offered(merchant, day, "kind=FUND_FLOW");

        assertThat(download(offer).getStatus().value()).isEqualTo(200);
        assertThat(download(offer).getStatus().value()).isEqualTo(404);
        var late = offered(merchant, day, "kind=FUND_FLOW");
        sql.sql("update bill_download set expires_at = now() where used_at is null")
                .then()
                .block();
        assertThat(download(late).getStatus().value()).isEqualTo(404);
        assertThat(callers.get("/v1/bill-downloads/" + "A".repeat(43), "anybody", "CUSTOMER")
                        .text("reason"))
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void showsAMerchantsBillsToItselfAndToOperators() {
        var merchant = aMerchant();
        var other = aMerchant();
        var day = fullDay(merchant);
        offered(merchant, day, "kind=FUND_FLOW");
        String path = "/v1/merchants/" + merchant.no() + "/bills/" + day.day() + "?kind=FUND_FLOW";

        assertThat(callers.get(path, "clerk", "OPERATOR").status()).isEqualTo(200);
        assertThat(callers.get(path, other.party(), "MERCHANT").text("reason")).isEqualTo("MERCHANT_NOT_FOUND");
        assertThat(callers.get(path, merchant.party(), "CUSTOMER").status()).isEqualTo(404);
        assertThat(callers.get("/v1/bill-days/" + day.day(), merchant.party(), "MERCHANT")
                        .status())
                .isEqualTo(403);
        var state = callers.get("/v1/bill-days/" + day.day(), "clerk", "OPERATOR");
        assertThat(state.body()).containsEntry("counted", true);
        assertThat(state.number("built")).isPositive();
    }

    @Test
    void makesNothingOfADayThatDoesNotFollowFromTheDayBefore() {
        var merchant = aMerchant();
        var first = aDay(merchant, 0);
        first.paid(500, 1);
        first.close();
        var second = aDay(merchant, 501);
        second.paid(300, 1);
        second.close();

        text(merchant, first, "FUND_FLOW");
        var withheld = await(
                () -> ask(merchant, second.day().toString(), "kind=FUND_FLOW"),
                answer -> answer.text("reason").equals("BILL_WITHHELD"));
        assertThat(withheld.status()).isEqualTo(409);
        assertThat(flaw(merchant, second)).contains("500").contains("501");
    }

    @Test
    void makesNothingOfALegThatLeavesAnotherBalance() {
        var merchant = aMerchant();
        var day = aDay(merchant, 0);
        day.paid(100, 1);
        day.paid(200, 2);
        day.paid(300, 3);
        day.close();
        // First and last leg agree with the day, the one between does not.
        day.run("""
            update book_leg set credit_balance_fen = 299
            where accounting_date = :day and credit = :address and credit_balance_fen = 300
            """, Map.of("day", day.day(), "address", day.address()));

        await(
                () -> ask(merchant, day.day().toString(), "kind=FUND_FLOW"),
                answer -> answer.text("reason").equals("BILL_WITHHELD"));
        assertThat(text(merchant, day, "TRADE_ALL")).contains("\n3,6.00,6.00,");
    }

    /// Of the first refund the wallet has paid 30 of 100, of the second one nothing; a day later 90 are taken back.
    @Test
    void tellsTheWholeRefundThatTheBankHasAdvancedAndWhatTheWalletHasPaidOfIt() {
        var merchant = aMerchant();
        var day = aDay(merchant, 30);
        String first = "refund:" + UUID.randomUUID();
        day.go("REFUND", first, BookedDay.customer(), 30, 1);
        day.advance(first, 70, 1);
        day.sale(first, "payment:" + UUID.randomUUID(), "order-0001", -100, 1, Sold.PLAIN);
        day.close();
        var second = aDay(merchant, 0);
        String whole = "refund:" + UUID.randomUUID();
        second.advance(whole, 50, 1);
        second.sale(whole, "payment:" + UUID.randomUUID(), "order-0002", -50, 1, Sold.PLAIN);
        second.close();
        var third = aDay(merchant, 0);
        third.paid(500, 1);
        third.go("REFUND_RECOVERY", first.replace("refund:", "advance:"), third.advances(), 70, 2);
        third.go("REFUND_RECOVERY", whole.replace("refund:", "advance:"), third.advances(), 20, 3);
        payout(third, merchant, 6, 380, "PAID", "B1");
        third.go("PAYOUT", id("payout", third, 6), "core:0001:clearing", 380, 4);
        third.close();

        assertThat(text(merchant, day, "TRADE_ALL")).contains("\n1,0.00,0.00,0.00,1.00,0.00\n");
        assertThat(text(merchant, day, "FUND_FLOW")).contains("\n0,0.00,1,0.30,0.30,0.00\n");
        assertThat(text(merchant, second, "TRADE_REFUND")).contains("\n1,0.00,0.00,0.00,0.50,0.00\n");
        assertThat(text(merchant, second, "FUND_FLOW")).contains("\n0,0.00,0,0.00,0.00,0.00\n");
        assertThat(text(merchant, third, "FUND_FLOW"))
                .contains("REFUND_RECOVERY")
                .contains("\n1,5.00,3,4.70,0.00,0.30\n");
        // What has left the wallet for refunds since its first leg.
        assertThat(text(merchant, third, "SETTLEMENT")).contains("\n1,5.00,1.20,0.00,0.00,3.80\n");
        assertThat(new String(got(offered(merchant, third, "kind=CAMT_053")), StandardCharsets.UTF_8))
                .containsPattern("DAJT</SubFmlyCd></Fmly></Domn><Prtry><Cd>REFUND_RECOVERY</Cd>");
    }

    @Test
    void makesNothingOfSalesThatAreNotWhatTheLedgerHasBooked() {
        var merchant = aMerchant();
        var day = aDay(merchant, 0);
        String id = "payment:" + UUID.randomUUID();
        day.come("CONSUME", id, BookedDay.customer(), 700, 1);
        day.sale(id, id, "order-0001", 701, 1, Sold.PLAIN);
        day.close();

        await(
                () -> ask(merchant, day.day().toString(), "kind=TRADE_ALL"),
                answer -> answer.text("reason").equals("BILL_WITHHELD"));
        assertThat(sql.sql("select flaw from bill where merchant_no = :no and kind = 'TRADE_ALL'")
                        .bind("no", merchant.no())
                        .mapValue(String.class)
                        .one()
                        .block())
                .contains("701")
                .contains("700");
    }

    @Test
    void neverServesBytesThatHaveChanged() {
        var merchant = aMerchant();
        var day = fullDay(merchant);
        var offer = offered(merchant, day, "kind=TRADE_ALL");
        // Past the table's own guard, as only the owner of the database can.
        sql.sql("""
                do $$ begin
                    set local session_replication_role = replica;
                    update bill_piece set bytes = set_byte(bytes, 40, get_byte(bytes, 40) # 1)
                    where bill_id = (select bill_id from bill where merchant_no = '%s' and kind = 'TRADE_ALL');
                end $$
                """.formatted(merchant.no())).then().block();

        // It is short, so that its first byte is its last chance.
        assertThat(download(offer).getStatus().value()).isEqualTo(500);
        assertThat(ask(merchant, day.day().toString(), "kind=TRADE_ALL").text("reason"))
                .isEqualTo("BILL_WITHHELD");
    }

    @Test
    void findsRowsThatWereAlteredAfterTheBillWasMade() {
        var merchant = aMerchant();
        var day = fullDay(merchant);
        byte[] before = got(offered(merchant, day, "kind=TRADE_ALL"));
        sql.sql("update sale set amount_fen = amount_fen + 1 where merchant_no = :no and kind = 'SALE'")
                .bind("no", merchant.no())
                .then()
                .block();
        // What is kept is still what was made …
        assertThat(got(offered(merchant, day, "kind=TRADE_ALL"))).isEqualTo(before);

        // … until it is made once more, a day later.
        aDay(merchant, day.balanceFen()).close();
        var answer = Awaitility.await()
                .atMost(Duration.ofSeconds(150))
                .until(
                        () -> ask(merchant, day.day().toString(), "kind=TRADE_ALL"),
                        told -> told.text("reason").equals("BILL_WITHHELD"));
        assertThat(answer.status()).isEqualTo(409);
        assertThat(ask(merchant, day.day().toString(), "kind=FUND_FLOW").status())
                .isEqualTo(200);
    }

    @Test
    void refusesToChangeABill() {
        var merchant = aMerchant();
        var day = fullDay(merchant);
        offered(merchant, day, "kind=FUND_FLOW");

        for (String change : List.of(
                "update bill set rows = rows + 1 where merchant_no = :no and kind = 'FUND_FLOW'",
                "update bill set state = 'WANTED' where merchant_no = :no and kind = 'FUND_FLOW'",
                "delete from bill where merchant_no = :no and kind = 'FUND_FLOW'",
                "update bill_piece set no = no + 1 where bill_id in (select bill_id from bill where merchant_no = :no)")) {
            assertThatThrownBy(() ->
                            sql.sql(change).bind("no", merchant.no()).then().block())
                    .as(change)
                    .hasMessageContaining("never change");
        }
    }

    @Test
    void hearsWhatTheLedgerPublishes() {
        long number = 900_000_000L + ThreadLocalRandom.current().nextInt(1_000_000);
        events.send(
                Topics.LEDGER_CHECKPOINT,
                "jiaozi-1:" + number,
                new Checkpoint("jiaozi-1", number, "%064x".formatted(number), "header", "signature"));

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> sql.sql("select count(*) from ledger_checkpoint where shard = 0 and number = :number")
                                .bind("number", number)
                                .mapValue(Long.class)
                                .one()
                                .block(),
                        Long.valueOf(1)::equals);
    }

    @Test
    void writesManyRowsPieceByPiece() {
        var merchant = aMerchant();
        var day = aDay(merchant, 0);
        sql.sql("""
                        insert into sale (business_id, payment_business_id, merchant_no, order_id, kind,
                                          payer_wallet_tail, payer_operator, amount_fen, accounting_date, at, goods)
                        select id, id, :no, 'order-' || n, 'SALE', '0014', '002', n, :day,
                               :at::timestamptz + n * interval '1 millisecond', 'Tea 茶'
                        from (select n, 'payment:' || gen_random_uuid() as id from generate_series(1, 60000) n) s
                        """)
                .bind("no", merchant.no())
                .bind("day", day.day())
                .bind("at", day.at(0))
                .then()
                .block();
        day.run("""
            insert into book_leg (accounting_date, shard, height, leg_no, kind, tx_type, business_id, step, debit, credit,
                                  amount_fen, credit_balance_fen, at)
            select accounting_date, 0, 1000000 + row_number() over w, 1, 'POSTED', 'CONSUME', business_id, 'post', :from,
                   :to, amount_fen, sum(amount_fen) over w, at
            from sale where merchant_no = :no window w as (order by at)
            """, Map.of("from", BookedDay.customer(), "to", day.address(), "no", merchant.no()));
        day.run("""
            insert into book_payment (accounting_date, business_id, tx_type, state, amount_fen, at)
            select accounting_date, business_id, 'CONSUME', 'SUCCEEDED', amount_fen, at from sale where merchant_no = :no
            """, Map.of("no", merchant.no()));
        // As PostgreSQL does by itself in the course of a day that is not made in a second.
        sql.sql("analyze sale, book_leg, book_payment").then().block();
        day.close();

        var offer = offered(merchant, day, "kind=TRADE_ALL");
        byte[] file = got(offer);

        assertThat(offer.number("rows")).isEqualTo(60_000);
        assertThat(offer.text("sha256")).isEqualTo(sha256(file));
        assertThat(new String(file, StandardCharsets.UTF_8).lines().count()).isEqualTo(60_004);
        assertThat(text(merchant, day, "FUND_FLOW")).contains("\n60000,18000300.00,0,0.00,0.00,18000300.00\n");
        // No piece is longer than the buffer and one row.
        assertThat(sql.sql("""
                                select max(length) from bill_piece
                                where bill_id in (select bill_id from bill where merchant_no = :no)
                                """)
                        .bind("no", merchant.no())
                        .mapValue(Integer.class)
                        .one()
                        .block())
                .isLessThan(270 * 1024);
    }

    private String flaw(Merchant merchant, BookedDay day) {
        return String.valueOf(
                sql.sql("select flaw from merchant_day where merchant_no = :no and accounting_date = :day")
                        .bind("no", merchant.no())
                        .bind("day", day.day())
                        .mapValue(String.class)
                        .one()
                        .block());
    }

    private Answer ask(Merchant merchant, String day, String query) {
        return callers.get(
                "/v1/merchants/" + merchant.no() + "/bills/" + day + "?" + query, merchant.party(), "MERCHANT");
    }

    private Answer offered(Merchant merchant, BookedDay day, String query) {
        return ready(() -> ask(merchant, day.day().toString(), query));
    }

    private static Answer ready(java.util.concurrent.Callable<Answer> asking) {
        var answer = await(asking, told -> !told.text("reason").equals("BILL_NOT_READY"));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer;
    }

    private static Answer await(
            java.util.concurrent.Callable<Answer> asking, java.util.function.Predicate<Answer> expected) {
        return Awaitility.await().atMost(Duration.ofMinutes(2)).until(asking, expected);
    }

    private EntityExchangeResult<byte[]> download(Answer offer) {
        return http.get()
                .uri(offer.text("url"))
                .header("Authorization", cn.jiaozi.testkit.TestTokens.of("anonymous", "CUSTOMER"))
                .exchange()
                .expectBody()
                .returnResult();
    }

    private byte[] got(Answer offer) {
        var answer = download(offer);
        assertThat(answer.getStatus().value()).isEqualTo(200);
        return Objects.requireNonNull(answer.getResponseBody());
    }

    private String text(Merchant merchant, BookedDay day, String kind) {
        return new String(got(offered(merchant, day, "kind=" + kind)), StandardCharsets.UTF_8);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Answer answer, String field) {
        return (List<Map<String, Object>>) answer.body().getOrDefault(field, List.of());
    }

    private static String sample(String name, Merchant merchant, BookedDay day) {
        try (var file = BillServiceIT.class.getResourceAsStream("/bills/" + name)) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{merchantNo}", merchant.no())
                    .replace("{walletId}", merchant.walletId())
                    .replace("{day}", day.day().toString())
                    .replace("{nextDay}", day.day().plusDays(1).toString())
                    .replace("{compactDay}", day.day().toString().replace("-", ""))
                    .replace("{idDay}", "%012d".formatted(day.day().toEpochDay()))
                    .transform(text -> withHeights(text, day));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Heights are counted over all tests.
    private static String withHeights(String text, BookedDay day) {
        return Pattern.compile("0-#([0-9]+)-1")
                .matcher(text)
                .replaceAll(found -> "0-" + (day.after() + Long.parseLong(found.group(1))) + "-1");
    }

    private static String pretty(String xml) {
        return xml.replaceAll("(</[A-Za-z]+>|<[A-Za-z]+>)(?=<)", "$1\n") + "\n";
    }

    private static byte[] unzipped(byte[] file) {
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(file))) {
            return gzip.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sm3(byte[] bytes) {
        var digest = new SM3Digest();
        digest.update(bytes, 0, bytes.length);
        byte[] sum = new byte[digest.getDigestSize()];
        digest.doFinal(sum, 0);
        return HexFormat.of().formatHex(sum);
    }
}

package cn.jiaozi.merchant;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.testkit.ServiceTest;
import cn.jiaozi.testkit.TestTokens;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/// Every mark, produced by rows of the book and a file that disagree; days that wait; and rounds that are cut off.
@ServiceTest
class ReconciliationServiceIT {
    private static final String WALLET = CoreDay.WALLET;
    private static final String PAYMENTS = "PAYMENT_LEDGER";
    private static final String CORE = "LEDGER_CORE";

    private final WebTestClient http;
    private final DatabaseClient sql;
    private final Callers callers;

    ReconciliationServiceIT(@Autowired WebTestClient http, @Autowired DatabaseClient sql) {
        this.http = http;
        this.sql = sql;
        this.callers = new Callers(http);
    }

    @Test
    void comparesPaymentsWithTheLedger() {
        var day = CoreDay.fresh(http, sql);
        var id = CoreDay.aRequestId();
        day.paid("payment:a" + id, 100).posted("payment:a" + id, 100);
        day.paid("vouchers:b" + id, 70).posted("vouchers:b" + id, 50).posted("vouchers:b" + id, 20);
        day.paid("refund:h" + id, 100).posted("refund:h" + id, 30).advanced("refund:h" + id, 70);
        day.failed("payment:c" + id);
        day.paid("payment:d" + id, 100).posted("payment:d" + id, 99);
        day.paid("payment:e" + id, 5);
        day.failed("payment:f" + id).posted("payment:f" + id, 7);
        day.posted("payment:g" + id, 11);
        day.closed().bring("file-0001", new CoreText().text());

        var answer = day.reconcile();

        assertThat(answer.text("state")).as(answer.body().toString()).isEqualTo("DONE");
        assertThat(day.marks(answer, PAYMENTS))
                .containsExactly("DIFF 1 100 99", "FANS 1 0 7", "MORE 1 5 0", "PROC 1 0 11", "SAME 4 270 270");
        assertThat(day.item("payment:d" + id)).isEqualTo("DIFF AMOUNT_DIFFERS OPEN");
        assertThat(day.item("payment:e" + id)).isEqualTo("MORE NOT_POSTED OPEN");
        assertThat(day.item("payment:f" + id)).isEqualTo("FANS PAYMENT_FAILED OPEN");
        assertThat(day.item("payment:g" + id)).isEqualTo("PROC NO_WORD_YET OPEN");
    }

    @Test
    void comparesTheLedgerWithTheCore() {
        var day = CoreDay.fresh(http, sql);
        var id = CoreDay.aRequestId();
        var file = new CoreText();
        day.exchanged("a" + id, 100);
        file.row("a" + id, "DEBIT", 100, "DONE", WALLET);
        day.redeemed("b" + id, 200)
                .redeemReturned("b" + id, 200)
                .paidOut("c" + id, 300)
                .returned("c" + id, 300);
        file.row("b" + id, "CREDIT", 200, "DONE", WALLET)
                .row("b" + id, "RETURN", 200, "DONE", WALLET)
                .row("c" + id, "CREDIT", 300, "DONE", WALLET)
                .row("c" + id, "RETURN", 300, "DONE", WALLET);
        file.row("d" + id, "DEBIT", 1, "REFUSED", WALLET);
        day.exchanged("e" + id, 100);
        file.row("e" + id, "DEBIT", 101, "DONE", WALLET);
        day.exchanged("f" + id, 100);
        file.row("f" + id, "CREDIT", 100, "DONE", WALLET);
        day.exchanged("g" + id, 100);
        file.row("g" + id, "DEBIT", 100, "DONE", "0020000000000022");
        day.redeemed("h" + id, 100);
        file.row("h" + id, "CREDIT", 100, "REFUSED", WALLET);
        day.exchanged("i" + id, 100);
        file.row("i" + id, "DEBIT", 100, "DONE", WALLET).row("i" + id, "DEBIT", 100, "DONE", WALLET);
        day.hold("j" + id, "HELD")
                .hold("k" + id, "VOIDED")
                .hold("l" + id, "HELD")
                .hold("m" + id, "VOIDED");
        file.row("j" + id, "DEBIT", 9, "DONE", WALLET)
                .row("k" + id, "DEBIT", 8, "DONE", WALLET)
                .row("l" + id, "DEBIT", 7, "REFUSED", WALLET)
                .row("m" + id, "DEBIT", 6, "REFUSED", WALLET);
        file.row("n" + id, "DEBIT", 5, "DONE", WALLET);
        day.redeemed("o" + id, 4);
        day.adjusted("adjustment:" + id, 77);
        day.closed().bring("file-0001", file.text());

        var answer = day.reconcile();

        assertThat(answer.text("state")).as(answer.body().toString()).isEqualTo("DONE");
        assertThat(day.marks(answer, CORE))
                .containsExactly(
                        "DIFF 3 300 301",
                        "EANF 1 0 0",
                        "EANS 1 0 9",
                        "FANS 1 0 8",
                        "LESS 1 100 200",
                        "PROC 2 4 5",
                        "SAME 7 1100 1100",
                        "SANF 1 100 0");
        assertThat(day.item("e" + id)).isEqualTo("DIFF AMOUNT_DIFFERS OPEN");
        assertThat(day.item("f" + id)).isEqualTo("DIFF DIRECTION_DIFFERS OPEN");
        assertThat(day.item("g" + id)).isEqualTo("DIFF WALLET_DIFFERS OPEN");
        assertThat(day.item("h" + id)).isEqualTo("SANF CORE_REFUSED OPEN");
        assertThat(day.item("i" + id)).isEqualTo("LESS BOOKED_TWICE OPEN");
        assertThat(day.item("j" + id)).isEqualTo("EANS LEDGER_HOLDS OPEN");
        assertThat(day.item("k" + id)).isEqualTo("FANS LEDGER_VOIDED OPEN");
        assertThat(day.item("l" + id)).isEqualTo("EANF REFUSED_BUT_HELD OPEN");
        assertThat(day.item("n" + id)).isEqualTo("PROC NOT_IN_LEDGER_YET OPEN");
        assertThat(day.item("o" + id)).isEqualTo("PROC NOT_IN_FILE_YET OPEN");
    }

    @Test
    void findsTheOtherHalfInTheNeighbouringDay() {
        var first = CoreDay.fresh(http, sql);
        var second = first.next();
        var third = second.next();
        var id = CoreDay.aRequestId();
        first.exchanged("a" + id, 100);
        second.exchanged("b" + id, 200).exchanged("c" + id, 300);
        first.closed()
                .bring(
                        "file-0001",
                        new CoreText()
                                .row("b" + id, "DEBIT", 200, "DONE", WALLET)
                                .row("c" + id, "DEBIT", 299, "DONE", WALLET)
                                .row("d" + id, "DEBIT", 4, "DONE", WALLET)
                                .text());
        first.reconcile();
        assertThat(first.items()).allMatch(item -> item.contains(" PROC ")).hasSize(4);

        second.closed()
                .bring(
                        "file-0001",
                        new CoreText()
                                .row("a" + id, "DEBIT", 100, "DONE", WALLET)
                                .text());
        var answer = second.reconcile();

        assertThat(first.item("a" + id)).isEqualTo("SAME NOT_IN_FILE_YET CLEARED OTHER_DAY");
        assertThat(second.item("a" + id)).isEqualTo("SAME NOT_IN_LEDGER_YET CLEARED OTHER_DAY");
        assertThat(first.item("b" + id)).isEqualTo("SAME NOT_IN_LEDGER_YET CLEARED OTHER_DAY");
        assertThat(second.item("b" + id)).isEqualTo("SAME NOT_IN_FILE_YET CLEARED OTHER_DAY");
        assertThat(second.item("c" + id)).isEqualTo("DIFF AMOUNT_DIFFERS OPEN");
        assertThat(first.item("c" + id)).isEqualTo("DIFF AMOUNT_DIFFERS CLEARED SEE_OTHER_DAY");
        assertThat(first.item("d" + id)).isEqualTo("LESS NOT_IN_LEDGER OPEN");
        assertThat(second.marks(answer, CORE)).containsExactly("DIFF 1 300 0", "SAME 2 200 100");

        third.closed().bring("file-0001", new CoreText().text());
        third.reconcile();
        var before = List.of(first.items(), second.items());
        first.reconcileAfresh();
        second.reconcileAfresh();
        assertThat(List.of(first.items(), second.items())).isEqualTo(before);
    }

    @Test
    void marksForGoodOnceBothNeighboursAreThere() {
        var first = CoreDay.fresh(http, sql).closed();
        var second = first.next();
        var third = second.next();
        var id = CoreDay.aRequestId();
        second.redeemed("a" + id, 1).redeemed("b" + id, 2);
        second.closed()
                .bring(
                        "file-0001",
                        new CoreText().row("c" + id, "DEBIT", 3, "DONE", WALLET).text());
        second.reconcile();
        third.closed()
                .bring(
                        "file-0001",
                        new CoreText()
                                .row("b" + id, "CREDIT", 2, "REFUSED", WALLET)
                                .text());
        third.reconcile();
        assertThat(second.items()).allMatch(item -> item.contains(" PROC "));

        first.bring("file-0001", new CoreText().text());
        first.reconcile();

        assertThat(second.item("a" + id)).isEqualTo("MORE NOT_IN_FILE OPEN");
        assertThat(second.item("b" + id)).isEqualTo("SANF CORE_REFUSED OPEN");
        assertThat(second.item("c" + id)).isEqualTo("LESS NOT_IN_LEDGER OPEN");
    }

    @Test
    void explainsWhatLaterAnswersSay() {
        var day = CoreDay.fresh(http, sql);
        var next = day.next();
        var id = CoreDay.aRequestId();
        day.hold("a" + id, "HELD").hold("b" + id, "HELD").hold("c" + id, "HELD");
        day.posted("payment:d" + id, 5).posted("payment:e" + id, 6).posted("payment:f" + id, 7);
        day.closed()
                .bring(
                        "file-0001",
                        new CoreText()
                                .row("a" + id, "DEBIT", 1, "DONE", WALLET)
                                .row("b" + id, "DEBIT", 2, "DONE", WALLET)
                                .row("c" + id, "DEBIT", 3, "REFUSED", WALLET)
                                .text());
        day.reconcile();
        assertThat(day.item("a" + id)).startsWith("EANS");
        assertThat(day.item("c" + id)).startsWith("EANF");

        next.exchanged("a" + id, 1)
                .hold("a" + id, "CAPTURED")
                .hold("b" + id, "VOIDED")
                .hold("c" + id, "VOIDED");
        day.paid("payment:d" + id, 5).failed("payment:e" + id);
        next.paid("payment:f" + id, 7);
        next.closed().bring("file-0001", new CoreText().text());
        next.reconcile();

        assertThat(day.item("a" + id)).isEqualTo("SAME LEDGER_HOLDS CLEARED OTHER_DAY");
        assertThat(day.item("b" + id)).isEqualTo("FANS LEDGER_VOIDED OPEN");
        assertThat(day.item("c" + id)).isEqualTo("SAME REFUSED_BUT_HELD CLEARED EXPLAINED");
        assertThat(day.item("payment:d" + id)).isEqualTo("SAME NO_WORD_YET CLEARED EXPLAINED");
        assertThat(day.item("payment:e" + id)).isEqualTo("FANS PAYMENT_FAILED OPEN");
        assertThat(day.item("payment:f" + id)).isEqualTo("DIFF DATE_DIFFERS OPEN");
        assertThat(next.item("payment:f" + id)).isEqualTo("DIFF DATE_DIFFERS CLEARED SEE_OTHER_DAY");
    }

    @Test
    void missesAWordOfPaymentServiceAfterADay() {
        var day = CoreDay.fresh(http, sql);
        var id = "payment:" + CoreDay.aRequestId();
        day.posted(id, 5).closed().bring("file-0001", new CoreText().text());
        day.reconcile();
        day.next().closed().bring("file-0001", new CoreText().text());
        day.next().reconcile();

        assertThat(day.item(id)).isEqualTo("LESS NOT_AT_PAYMENT OPEN");
    }

    @Test
    void saysWhatItWaitsForAndGoesOnByItself() {
        var day = CoreDay.fresh(http, sql);
        var id = CoreDay.aRequestId();
        day.exchanged(id, 100);

        var first = day.reconcile("wait=0", Map.of());
        assertThat(first.status()).isEqualTo(202);
        assertThat(first.body()).containsEntry("state", "WAITING").containsEntry("waitsFor", "LEDGER_DAY");

        day.closed();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> get(day).text("waitsFor").equals("CORE_FILE"));
        assertThat(day.marks(get(day), CORE)).containsExactly("INIT 1 100 0");

        // Two days late.
        day.bring(
                "file-0001",
                new CoreText().row(id, "DEBIT", 100, "DONE", WALLET).text());
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> get(day).text("state").equals("DONE"));
        assertThat(day.marks(get(day), CORE)).containsExactly("SAME 1 100 100");
        assertThat(day.reconcile().status()).isEqualTo(200);
        assertThat(day.items()).isEmpty();
    }

    @Test
    void comparesAgainWithAnotherVersionOfTheFile() {
        var day = CoreDay.fresh(http, sql);
        var id = CoreDay.aRequestId();
        day.exchanged("a" + id, 100).exchanged("b" + id, 200);
        day.closed()
                .bring(
                        "file-0001",
                        new CoreText()
                                .row("a" + id, "DEBIT", 101, "DONE", WALLET)
                                .row("b" + id, "DEBIT", 200, "DONE", WALLET)
                                .text());
        day.reconcile();
        assertThat(day.item("a" + id)).isEqualTo("DIFF AMOUNT_DIFFERS OPEN");

        replace(
                day,
                "file-0002",
                new CoreText().row("a" + id, "DEBIT", 100, "DONE", WALLET).row("b" + id, "DEBIT", 201, "DONE", WALLET),
                2);
        assertThat(day.item("a" + id)).isEqualTo("SAME AMOUNT_DIFFERS CLEARED EXPLAINED");
        assertThat(day.item("b" + id)).isEqualTo("DIFF AMOUNT_DIFFERS OPEN");
        assertThat(day.marks(get(day), CORE)).containsExactly("DIFF 1 200 201", "SAME 1 100 100");

        // And back to what it was.
        replace(
                day,
                "file-0003",
                new CoreText()
                        .row("a" + id, "DEBIT", 101, "DONE", WALLET)
                        .row("b" + id, "DEBIT", 200, "DONE", WALLET)
                        .row("c" + id, "DEBIT", 1, "REFUSED", WALLET),
                3);
        assertThat(day.item("a" + id)).isEqualTo("DIFF AMOUNT_DIFFERS OPEN");
        assertThat(day.item("b" + id)).isEqualTo("SAME AMOUNT_DIFFERS CLEARED EXPLAINED");
    }

    /// A crash leaves a step as its last transaction left it.
    @ParameterizedTest
    @CsvSource({"LEDGER_DAY", "PAYMENTS", "CORE_FILE", "CORE", "SETTLE"})
    void comesToTheSameFromWhereverItWasCutOff(String step) {
        var day = CoreDay.fresh(http, sql);
        var id = CoreDay.aRequestId();
        day.exchanged("a" + id, 100).exchanged("b" + id, 200).redeemed("c" + id, 300);
        day.paid("payment:" + id, 7).posted("payment:" + id, 8);
        day.closed()
                .bring(
                        "file-0001",
                        new CoreText()
                                .row("a" + id, "DEBIT", 100, "DONE", WALLET)
                                .row("b" + id, "DEBIT", 2, "DONE", WALLET)
                                .row("d" + id, "DEBIT", 5, "DONE", WALLET)
                                .text());
        var whole = day.reconcile();
        var items = day.items();

        day.run(
                "update reconciliation set step = '%s', part = 0, parts = 1, ended_at = null where accounting_date = '%s'"
                        .formatted(step, day.date()));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> get(day).text("state").equals("DONE"));

        assertThat(day.items()).isEqualTo(items);
        assertThat(get(day).body().get("pairs")).isEqualTo(whole.body().get("pairs"));
    }

    @Test
    void countsALargeDayInSeveralParts() {
        var day = CoreDay.fresh(http, sql);
        var date = day.date();
        int rows = 200_000;
        day.run("""
                insert into book_leg (accounting_date, shard, height, leg_no, kind, tx_type, business_id, step, debit,
                                      credit, amount_fen, at)
                select '%1$s', 0, n, 1, 'CAPTURED', 'EXCHANGE_IN', 'exchange:%1$s-' || n, 'capture',
                       'core:0001:clearing', 'wallet:%2$s:available', n, now()
                from generate_series(1, %3$d) n""".formatted(date, WALLET, rows));
        day.run("insert into book_day (shard, accounting_date, after_height, last_height, last_block, posted_fen,"
                + " closed_at, complete_at) values (0, '%s', 0, %d, 1, 0, now(), now())".formatted(date, rows));
        var file = new CoreText();
        for (int n = 1; n <= rows; n++) {
            // Every ten-thousandth differs.
            file.row(date + "-" + n, "DEBIT", n % 10_000 == 0 ? n + 1 : n, "DONE", WALLET);
        }
        assertThat(day.bring("file-0001", file.text()).body()).containsEntry("lines", rows);

        day.reconcile("wait=30", Map.of());
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> get(day).text("state").equals("DONE"));

        long all = (long) rows * (rows + 1) / 2;
        long differing = 10_000L * 20 * 21 / 2;
        assertThat(day.marks(get(day), CORE))
                .containsExactly(
                        "DIFF 20 %d %d".formatted(differing, differing + 20),
                        "SAME %d %d %d".formatted(rows - 20, all - differing, all - differing));
        assertThat(sql.sql("select count(distinct part) from reconciliation_found where accounting_date = :date"
                                + " and pair = 'LEDGER_CORE'")
                        .bind("date", date)
                        .mapValue(Long.class)
                        .one()
                        .block())
                .isEqualTo(4);
    }

    @Test
    void listsItemsPageByPage() {
        var day = CoreDay.fresh(http, sql);
        var id = CoreDay.aRequestId();
        for (int i = 0; i < 5; i++) {
            day.exchanged(i + id, 10 + i);
        }
        day.closed().bring("file-0001", new CoreText().text());
        day.reconcile();
        var path = "/v1/reconciliations/" + day.date() + "/items";

        var first = callers.get(path + "?limit=3", "clerk", "OPERATOR");
        var second = callers.get(path + "?limit=3&cursor=" + first.text("nextCursor"), "audit", "AUDITOR");

        assertThat(keys(first)).hasSize(3).doesNotContainAnyElementsOf(keys(second));
        assertThat(keys(second)).hasSize(2);
        assertThat(second.body()).doesNotContainKey("nextCursor");
        assertThat(keys(callers.get(path + "?mark=MORE", "clerk", "OPERATOR"))).isEmpty();
        assertThat(keys(callers.get(path + "?mark=PROC&state=OPEN", "clerk", "OPERATOR")))
                .hasSize(5);
        assertThat(keys(callers.get("/v1/reconciliation-items?olderThanDays=1&limit=1000", "clerk", "OPERATOR")))
                .doesNotContainAnyElementsOf(keys(first));
        assertThat(callers.get("/v1/reconciliation-items/" + day.itemId("0" + id), "clerk", "OPERATOR")
                        .body())
                .containsEntry("mark", "PROC")
                .containsEntry("oursFen", 10)
                .containsEntry("walletId", WALLET)
                .containsEntry("kind", "DEBIT")
                .doesNotContainKey("theirsFen");
        assertThat(csv(path + "?limit=3").lines())
                .hasSize(4)
                .first()
                .asString()
                .startsWith("itemId,date,pair,key,mark,reason,oursFen,theirsFen,");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/reconciliations/2026-02-30, date",
        "/v1/reconciliations/today/items, date",
        "/v1/reconciliations/2026-02-28/items?limit=0, limit",
        "/v1/reconciliations/2026-02-28/items?limit=1001, limit",
        "/v1/reconciliations/2026-02-28/items?mark=SOME, mark",
        "/v1/reconciliations/2026-02-28/items?state=SHUT, state",
        "/v1/reconciliations/2026-02-28/items?cursor=abc, cursor",
        "/v1/reconciliation-items?olderThanDays=-1, olderThanDays",
        "/v1/reconciliation-items?cursor=***, cursor",
        "/v1/reconciliation-items/1, itemId",
    })
    void namesTheParameterThatIsWrong(String path, String parameter) {
        var answer = callers.get(path, "clerk", "OPERATOR");

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(400);
        assertThat(answer.pointers()).containsExactly(parameter);
    }

    @Test
    void knowsNothingOfADayThatNobodyHasAskedFor() {
        assertThat(callers.get("/v1/reconciliations/2039-01-01", "clerk", "OPERATOR")
                        .status())
                .isEqualTo(404);
        assertThat(callers.get("/v1/reconciliations/2039-01-01", "shop", "MERCHANT")
                        .status())
                .isEqualTo(403);
        assertThat(callers.put("/v1/reconciliations/2039-01-01", "audit", "AUDITOR", Map.of())
                        .status())
                .isEqualTo(403);
    }

    private Callers.Answer get(CoreDay day) {
        return callers.get("/v1/reconciliations/" + day.date(), "clerk", "OPERATOR");
    }

    private void replace(CoreDay day, String id, CoreText file, int round) {
        day.bring(id, file.text());
        callers.put("/v1/core-files/" + day.date() + "/" + id + "/approval", "chief", "OPERATOR", Map.of());
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> get(day).number("round") == round
                        && get(day).text("state").equals("DONE"));
    }

    @SuppressWarnings("unchecked")
    private static List<Object> keys(Callers.Answer page) {
        return ((List<Map<String, Object>>) page.body().getOrDefault("items", List.of()))
                .stream().map(item -> item.getOrDefault("key", "none")).toList();
    }

    private String csv(String path) {
        var body = http.get()
                .uri(path)
                .header("Authorization", TestTokens.of("clerk", "OPERATOR"))
                .header("Accept", "text/csv")
                .exchange()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        return body == null ? "" : body;
    }
}

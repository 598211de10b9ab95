package cn.jiaozi.merchant;

import cn.jiaozi.merchant.Callers.Answer;
import cn.jiaozi.testkit.TestTokens;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/// An accounting day as the book keeps it, written without the messages that it is made of, and the core's file of it.
final class CoreDay {
    /// Days that nobody else uses: five at a time, so that neighbours are a test's own.
    private static final AtomicInteger NEXT = new AtomicInteger();

    static final String WALLET = "0020000000000014";

    private final WebTestClient http;
    private final DatabaseClient sql;
    private final LocalDate date;
    private long height;

    private CoreDay(WebTestClient http, DatabaseClient sql, LocalDate date) {
        this.http = http;
        this.sql = sql;
        this.date = date;
        run("select add_book_days(array['%s'::date])".formatted(date));
    }

    static CoreDay fresh(WebTestClient http, DatabaseClient sql) {
        return new CoreDay(http, sql, LocalDate.of(2040, 1, 1).plusDays(5L * NEXT.getAndIncrement()));
    }

    CoreDay next() {
        return new CoreDay(http, sql, date.plusDays(1));
    }

    LocalDate date() {
        return date;
    }

    static String aRequestId() {
        return UUID.randomUUID().toString();
    }

    /// What payment-service has said.
    CoreDay paid(String id, long amountFen) {
        return payment(id, "'SUCCEEDED', " + amountFen + ", null");
    }

    CoreDay failed(String id) {
        return payment(id, "'FAILED', null, 'LIMIT_DAILY'");
    }

    private CoreDay payment(String id, String end) {
        return run("""
                insert into book_payment (accounting_date, business_id, tx_type, state, amount_fen, reason, at)
                values ('%s', '%s', 'CONSUME', %s, now())""".formatted(date, id, end));
    }

    /// What the ledger has posted for a payment.
    CoreDay posted(String id, long amountFen) {
        return leg("POSTED", "CONSUME", id, "post", wallet(WALLET), wallet("0020000000000022"), amountFen);
    }

    /// What the bank has paid of a refund, and what it has taken back since.
    CoreDay advanced(String id, long amountFen) {
        String owed = "wallet:" + WALLET + ":receivable:refunds";
        return leg("POSTED", "REFUND", id, "post", owed, wallet("0020000000000022"), amountFen)
                .leg("POSTED", "REFUND_RECOVERY", id.replace("refund:", "advance:"), "post", wallet(WALLET), owed, 1);
    }

    /// What the ledger has captured for an exchange-in.
    CoreDay exchanged(String requestId, long amountFen) {
        return leg(
                "CAPTURED", "EXCHANGE_IN", "exchange:" + requestId, "capture", clearing(), wallet(WALLET), amountFen);
    }

    CoreDay redeemed(String requestId, long amountFen) {
        return leg("CAPTURED", "REDEEM", "exchange:" + requestId, "capture", wallet(WALLET), clearing(), amountFen);
    }

    CoreDay paidOut(String requestId, long amountFen) {
        return leg("CAPTURED", "PAYOUT", "payout:" + requestId, "capture", wallet(WALLET), clearing(), amountFen);
    }

    CoreDay returned(String requestId, long amountFen) {
        return leg("POSTED", "PAYOUT_RETURN", "payout:" + requestId, "return", clearing(), wallet(WALLET), amountFen);
    }

    CoreDay redeemReturned(String requestId, long amountFen) {
        return leg("POSTED", "REDEEM_RETURN", "exchange:" + requestId, "return", clearing(), wallet(WALLET), amountFen);
    }

    CoreDay adjusted(String id, long amountFen) {
        return leg("POSTED", "ADJUSTMENT", id, "adjust", clearing(), wallet(WALLET), amountFen);
    }

    private CoreDay leg(
            String kind, String txType, String id, String step, String debit, String credit, long amountFen) {
        height++;
        return run("""
                insert into book_leg (accounting_date, shard, height, leg_no, kind, tx_type, business_id, step, debit,
                                      credit, amount_fen, at)
                values ('%s', 0, %d, 1, '%s', '%s', '%s', '%s', '%s', '%s', %d, now())""".formatted(date, height, kind, txType, id, step, debit, credit, amountFen));
    }

    CoreDay hold(String requestId, String state) {
        return run("""
                insert into reconciliation_hold (business_id, state, accounting_date, at)
                values ('exchange:%s', '%s', '%s', now())
                on conflict (business_id) do update
                set state = excluded.state, accounting_date = excluded.accounting_date""".formatted(requestId, state, date));
    }

    /// All of it is here.
    CoreDay closed() {
        return run("""
                insert into book_day (shard, accounting_date, after_height, last_height, last_block, posted_fen,
                                      closed_at, complete_at)
                values (0, '%s', 0, %d, 1, 0, now(), now())""".formatted(date, height));
    }

    Answer bring(String id, String text) {
        return bring(id, text, "clerk");
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    Answer bring(String id, String text, String by) {
        var result = http.put()
                .uri("/v1/core-files/" + date + "/" + id)
                .contentType(MediaType.valueOf("text/csv"))
                .header(HttpHeaders.AUTHORIZATION, TestTokens.of(by, "OPERATOR"))
                .bodyValue(text)
                .exchange()
                .expectBody(Map.class)
                .returnResult();
        Map<String, Object> body = result.getResponseBody();
        return new Answer(result.getStatus().value(), body == null ? Map.of() : body);
    }

    /// Reconciled, or as far as it gets in ten seconds.
    Answer reconcile() {
        return reconcile("wait=10", Map.of());
    }

    Answer reconcileAfresh() {
        return reconcile("wait=10", Map.of("afresh", true));
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    Answer reconcile(String prefer, Map<String, Object> request) {
        var result = http.put()
                .uri("/v1/reconciliations/" + date)
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.AUTHORIZATION, TestTokens.of("clerk", "OPERATOR"))
                .header("Prefer", prefer)
                .bodyValue(request)
                .exchange()
                .expectBody(Map.class)
                .returnResult();
        Map<String, Object> body = result.getResponseBody();
        return new Answer(result.getStatus().value(), body == null ? Map.of() : body);
    }

    /// The day's items as `pair key mark reason state explanation`.
    List<String> items() {
        return list("""
                select pair || ' ' || key || ' ' || mark || ' ' || reason || ' ' || state
                    || coalesce(' ' || explanation, '')
                from reconciliation_item where accounting_date = '%s' order by pair desc, key""".formatted(date));
    }

    /// The one item about something.
    String item(String key) {
        return list("""
                select mark || ' ' || reason || ' ' || state || coalesce(' ' || explanation, '')
                from reconciliation_item where accounting_date = '%s' and key = '%s'""".formatted(date, key)).stream().findFirst().orElse("none");
    }

    String itemId(String key) {
        return list("select item_id::text from reconciliation_item where accounting_date = '%s' and key = '%s'"
                        .formatted(date, key))
                .getFirst();
    }

    /// What a pair has come to, as `MARK count oursFen theirsFen`, with `unbalanced` where it does not add up.
    @SuppressWarnings("unchecked")
    List<String> marks(Answer answer, String pair) {
        return ((List<Map<String, Object>>) answer.body().getOrDefault("pairs", List.of()))
                .stream()
                        .filter(each -> pair.equals(each.get("pair")))
                        .flatMap(each -> ((List<Map<String, Object>>) Objects.requireNonNull(each.get("marks")))
                                .stream()
                                        .map(mark -> mark.get("mark") + " " + mark.get("count") + " "
                                                + fen(Objects.requireNonNull(mark.get("ours"))) + " "
                                                + fen(Objects.requireNonNull(mark.get("theirs")))
                                                + (Boolean.TRUE.equals(each.get("balanced")) ? "" : " unbalanced")))
                        .toList();
    }

    private static String fen(Object side) {
        return String.valueOf(((Map<?, ?>) side).get("fen"));
    }

    CoreDay run(String statement) {
        sql.sql(statement).then().block();
        return this;
    }

    private List<String> list(String query) {
        return sql.sql(query)
                .mapValue(String.class)
                .all()
                .collectList()
                .blockOptional()
                .orElseThrow();
    }

    private static String wallet(String walletId) {
        return "wallet:" + walletId + ":available";
    }

    private static String clearing() {
        return "core:0001:clearing";
    }
}

package cn.jiaozi.merchant;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.LedgerRequest;
import cn.jiaozi.contracts.LedgerRequest.PostEntry;
import cn.jiaozi.contracts.LedgerRequest.ReverseEntry;
import cn.jiaozi.contracts.MerchantEvent.CoreQueryRequested;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.contracts.WalletEvent;
import cn.jiaozi.contracts.WalletEvent.CoreWord;
import cn.jiaozi.merchant.Callers.Answer;
import cn.jiaozi.testkit.EventsAwaited;
import cn.jiaozi.testkit.ServiceTest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/// Each mark cleared by its remedy: proposed by one, decided by another, and done when the ledger has answered.
@ServiceTest
class RemedyServiceIT {
    private static final String WALLET = CoreDay.WALLET;
    private static final LocalDate OTHER_DATE = LocalDate.of(2039, 6, 1);
    private static final AtomicLong HEIGHT = new AtomicLong();

    private final EventsAwaited events = new EventsAwaited();
    private final WebTestClient http;
    private final DatabaseClient sql;
    private final Callers callers;

    RemedyServiceIT(@Autowired WebTestClient http, @Autowired DatabaseClient sql) {
        this.http = http;
        this.sql = sql;
        this.callers = new Callers(http);
    }

    @Test
    void booksAMissingCreditWhenASecondPersonAgrees() {
        var id = CoreDay.aRequestId();
        var day = settled(CoreDay.fresh(http, sql), new CoreText().row(id, "DEBIT", 100, "DONE", WALLET));
        assertThat(day.item(id)).isEqualTo("LESS NOT_IN_LEDGER OPEN");

        var proposed = propose(day, id, "remedy-1", "BOOK_MISSING_CREDIT");
        assertThat(proposed.status()).as(proposed.body().toString()).isEqualTo(202);
        assertThat(proposed.body()).containsEntry("state", "PROPOSED").containsEntry("amountFen", 100);
        assertThat(day.item(id)).isEqualTo("LESS NOT_IN_LEDGER PROPOSED");
        assertThat(approve(day, id, "remedy-1", "clerk").text("reason")).isEqualTo("FOUR_EYES");

        var approved = approve(day, id, "remedy-1", "chief");
        assertThat(approved.status()).isEqualTo(202);
        assertThat(approved.body()).containsEntry("state", "ASKED").containsEntry("decidedBy", "chief");
        var asked = awaitPost(approved.text("businessId"));
        assertThat(asked.entry().legs()).singleElement().satisfies(leg -> {
            assertThat(leg.debit()).isEqualTo("core:0001:clearing");
            assertThat(leg.credit()).isEqualTo("wallet:" + WALLET + ":available");
            assertThat(leg.amountFen()).isEqualTo(100);
        });
        assertThat(asked.entry().txType()).isEqualTo(TxType.ADJUSTMENT);

        answer(posted(asked.id()));
        awaitItem(day, id, "LESS NOT_IN_LEDGER CLEARED REMEDIED");
        assertThat(approve(day, id, "remedy-1", "chief").body()).containsEntry("state", "DONE");
        assertThat(approve(day, id, "remedy-1", "chief").status()).isEqualTo(200);
        assertThat(audit(day, id)).containsExactly("REMEDY_PROPOSED clerk", "REMEDY_ASKED chief", "REMEDY_DONE jiaozi");
        assertThat(day.reconcileAfresh().text("state")).isEqualTo("DONE");
        assertThat(day.item(id)).isEqualTo("LESS NOT_IN_LEDGER CLEARED REMEDIED");
    }

    @ParameterizedTest
    @CsvSource({
        "FANS, BOOK_MISSING_CREDIT",
        "MORE, REVERSE",
        "SANF, REVERSE",
        "DIFF, ADJUST_DIFFERENCE",
        "LESS, BOOK_MISSING_DEBIT",
    })
    void clearsEachMarkByTheRemedyThatMovesMoney(String mark, String kind) {
        var id = CoreDay.aRequestId();
        var day = CoreDay.fresh(http, sql);
        var file = new CoreText();
        switch (mark) {
            case "FANS" -> {
                day.hold(id, "VOIDED");
                file.row(id, "DEBIT", 100, "DONE", WALLET);
            }
            case "MORE" -> day.exchanged(id, 100);
            case "SANF" -> {
                day.redeemed(id, 100);
                file.row(id, "CREDIT", 100, "REFUSED", WALLET);
            }
            case "DIFF" -> {
                day.redeemed(id, 100);
                file.row(id, "CREDIT", 130, "DONE", WALLET);
            }
            default -> file.row(id, "CREDIT", 100, "DONE", WALLET);
        }
        settled(day, file);
        assertThat(day.item(id)).startsWith(mark + " ");
        assertThat(all(day, id).text("fitting")).contains(kind, "RE_QUERY", "ACCEPT_WITH_REASON");

        propose(day, id, "remedy-1", kind);
        var asked = awaitRequest(approve(day, id, "remedy-1", "chief").text("businessId"));
        answer(kind.equals("REVERSE") ? reversed(asked.id()) : posted(asked.id()));

        awaitItem(day, id, "CLEARED REMEDIED");
    }

    @ParameterizedTest
    @CsvSource({"EANS, DONE, HELD", "EANF, REFUSED, HELD", "PROC, DONE, NONE"})
    void movesNothingAsLongAsTheAnswerIsToCome(String mark, String state, String hold) {
        var id = CoreDay.aRequestId();
        var day = CoreDay.fresh(http, sql);
        if (!hold.equals("NONE")) {
            day.hold(id, hold);
        }
        day.closed()
                .bring(
                        "file-0001",
                        new CoreText().row(id, "DEBIT", 100, state, WALLET).text());
        day.reconcile();
        assertThat(day.item(id)).startsWith(mark + " ");

        assertThat(propose(day, id, "remedy-1", "BOOK_MISSING_CREDIT").text("reason"))
                .isEqualTo("REMEDY_UNFIT");
        assertThat(propose(day, id, "remedy-1", "REVERSE").text("reason")).isEqualTo("REMEDY_UNFIT");
        var looked = propose(day, id, "remedy-2", "RE_QUERY");
        assertThat(looked.status()).isEqualTo(202);
        assertThat(looked.body()).containsEntry("state", "ASKED");
        assertThat(day.item(id)).startsWith(mark + " ").endsWith(" PROPOSED");
        say(looked, CoreWord.valueOf(state), "B-1");
        awaitItem(day, id, " OPEN");
        assertThat(day.item(id)).startsWith(mark + " ");

        // Now it has come, and looking again finds it.
        if (hold.equals("NONE")) {
            var next = day.next();
            next.exchanged(id, 100).closed().bring("file-0001", new CoreText().text());
            next.reconcile();
        } else {
            day.hold(id, "VOIDED");
        }
        var again = propose(day, id, "remedy-3", "RE_QUERY");
        if (mark.equals("EANS")) {
            // Still not the same on both sides, so the core is asked once more.
            say(again, CoreWord.DONE, "B-1");
            awaitItem(day, id, " OPEN");
        }
        assertThat(again.body()).containsEntry("state", mark.equals("EANS") ? "ASKED" : "DONE");
        assertThat(day.item(id))
                .startsWith(mark.equals("EANS") ? "FANS LEDGER_VOIDED OPEN" : "SAME")
                .endsWith(mark.equals("EANS") ? "OPEN" : mark.equals("EANF") ? "EXPLAINED" : "OTHER_DAY");
    }

    @Test
    void keepsWhatTheCoreSaysAndMovesMoneyByIt() {
        var id = CoreDay.aRequestId();
        var day = settled(CoreDay.fresh(http, sql), new CoreText().row(id, "DEBIT", 100, "DONE", WALLET));
        var bankRef = bankRefOf(day, id);

        var asked = propose(day, id, "remedy-1", "RE_QUERY");
        assertThat(asked.body()).containsEntry("state", "ASKED").containsEntry("decidedBy", "clerk");
        assertThat(propose(day, id, "remedy-1", "RE_QUERY").body()).isEqualTo(asked.body());
        assertThat(propose(day, id, "remedy-2", "BOOK_MISSING_CREDIT").text("reason"))
                .isEqualTo("ITEM_STATE_INVALID");
        assertThat(approve(day, id, "remedy-1", "chief").text("reason")).isEqualTo("REMEDY_STATE_INVALID");
        var question = awaitQuestion(asked);
        assertThat(question.requestId()).isEqualTo(id);

        say(asked, CoreWord.DONE, bankRef);

        // One file alone would not do.
        awaitItem(day, id, "LESS NOT_IN_LEDGER PROPOSED");
        var booking = awaitPost(awaitBooking(day, id));
        assertThat(booking.entry().legs().getFirst().amountFen()).isEqualTo(100);
        answer(posted(booking.id()));
        awaitItem(day, id, "LESS NOT_IN_LEDGER CLEARED REMEDIED");
        assertThat(audit(day, id))
                .containsExactly(
                        "REMEDY_ASKED clerk", "REMEDY_DONE jiaozi", "REMEDY_ASKED jiaozi", "REMEDY_DONE jiaozi");
        var shown = callers.get("/v1/reconciliation-items/" + day.itemId(id), "clerk", "OPERATOR");
        assertThat(shown.text("answer")).contains("DONE", bankRef);
        // Repeated, it changes nothing; and money that was moved stays what it was moved for.
        say(asked, CoreWord.REFUSED, "");
        assertThat(day.reconcileAfresh().text("state")).isEqualTo("DONE");
        assertThat(day.item(id)).isEqualTo("LESS NOT_IN_LEDGER CLEARED REMEDIED");
    }

    @Test
    void givesBackWhatTheCoreSaysThatItNeverBooked() {
        var id = CoreDay.aRequestId();
        var day = settled(CoreDay.fresh(http, sql).redeemed(id, 100), new CoreText());
        assertThat(day.item(id)).isEqualTo("MORE NOT_IN_FILE OPEN");

        say(propose(day, id, "remedy-1", "RE_QUERY"), CoreWord.REFUSED, "");

        var back = (ReverseEntry) awaitRequest(awaitBooking(day, id));
        assertThat(back.entry()).isEqualTo(StepId.first("exchange:" + id, "capture"));
        answer(reversed(back.id()));
        awaitItem(day, id, "MORE NOT_IN_FILE CLEARED REMEDIED");
    }

    @Test
    void offersNothingThatTheCoreContradicts() {
        var id = CoreDay.aRequestId();
        var day = settled(CoreDay.fresh(http, sql), new CoreText().row(id, "DEBIT", 50_001, "DONE", WALLET));

        say(propose(day, id, "remedy-1", "RE_QUERY"), CoreWord.REFUSED, "");

        awaitItem(day, id, "LESS NOT_IN_LEDGER OPEN");
        assertThat(all(day, id).text("fitting")).isEqualTo("[RE_QUERY, ACCEPT_WITH_REASON]");
        assertThat(propose(day, id, "remedy-2", "BOOK_MISSING_CREDIT").text("reason"))
                .isEqualTo("REMEDY_UNFIT");
        // Silence takes nothing back.
        var second = propose(day, id, "remedy-3", "RE_QUERY");
        say(second, CoreWord.UNKNOWN, "");
        awaitItem(day, id, "LESS NOT_IN_LEDGER OPEN");
        assertThat(callers.get(path(day, id) + "/remedy-3", "audit", "AUDITOR").body())
                .containsEntry("state", "FAILED")
                .containsEntry("failure", "UNKNOWN");
        assertThat(all(day, id).text("fitting")).isEqualTo("[RE_QUERY, ACCEPT_WITH_REASON]");
    }

    @Test
    void asksTheCoreAgainUntilItAnswersAndOnlyForTransfers() {
        var id = CoreDay.aRequestId();
        var day = settled(CoreDay.fresh(http, sql), new CoreText().row(id, "DEBIT", 60_000, "DONE", WALLET));
        var asked = propose(day, id, "remedy-1", "RE_QUERY");
        var first = awaitQuestion(asked);

        day.run("update remedy set again_at = now() where business_id = '" + asked.text("businessId") + "'");

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(events.seen(
                                Topics.MERCHANT,
                                CoreQueryRequested.class,
                                event -> event.businessId().equals(first.businessId())))
                        .containsExactly(first, first));
        say(asked, CoreWord.NOT_FOUND, "");
        awaitItem(day, id, "LESS NOT_IN_LEDGER OPEN");
        var payment = "payment:" + CoreDay.aRequestId();
        var other = CoreDay.fresh(http, sql).paid(payment, 5);
        settled(other, new CoreText());
        assertThat(propose(other, payment, "remedy-1", "RE_QUERY").body()).containsEntry("state", "DONE");
    }

    @Test
    void acceptsForAReasonThatTwoPeopleStandFor() {
        var day = CoreDay.fresh(http, sql);
        var id = "payment:" + CoreDay.aRequestId();
        day.paid(id, 5);
        settled(day, new CoreText());
        assertThat(day.item(id)).isEqualTo("MORE NOT_POSTED OPEN");

        propose(day, id, "remedy-1", "ACCEPT_WITH_REASON");
        assertThat(approve(day, id, "remedy-1", "clerk").status()).isEqualTo(403);
        var approved = approve(day, id, "remedy-1", "chief");

        assertThat(approved.status()).isEqualTo(201);
        assertThat(approved.body()).containsEntry("state", "DONE").containsEntry("reason", "as the branch has said");
        assertThat(day.item(id)).isEqualTo("MORE NOT_POSTED CLEARED ACCEPTED");
        day.reconcileAfresh();
        assertThat(day.item(id)).isEqualTo("MORE NOT_POSTED CLEARED ACCEPTED");
    }

    @Test
    void putsAnItemBackThatTheSecondPersonRefuses() {
        var id = CoreDay.aRequestId();
        var day = settled(CoreDay.fresh(http, sql), new CoreText().row(id, "DEBIT", 100, "DONE", WALLET));
        propose(day, id, "remedy-1", "BOOK_MISSING_CREDIT");

        assertThat(decide(day, id, "remedy-1", "refusal", "clerk").text("reason"))
                .isEqualTo("FOUR_EYES");
        assertThat(decide(day, id, "remedy-1", "refusal", "chief").status()).isEqualTo(201);

        assertThat(day.item(id)).isEqualTo("LESS NOT_IN_LEDGER OPEN");
        assertThat(approve(day, id, "remedy-1", "chief").text("reason")).isEqualTo("REMEDY_STATE_INVALID");
        assertThat(propose(day, id, "remedy-2", "BOOK_MISSING_CREDIT").status()).isEqualTo(202);
    }

    @Test
    void putsAnItemBackThatTheLedgerRejects() {
        var id = CoreDay.aRequestId();
        var day = settled(CoreDay.fresh(http, sql), new CoreText().row(id, "CREDIT", 100, "DONE", WALLET));
        propose(day, id, "remedy-1", "BOOK_MISSING_DEBIT");
        var asked = awaitPost(approve(day, id, "remedy-1", "chief").text("businessId"));

        answer(rejected(asked.id(), Reason.INSUFFICIENT_FUNDS));

        awaitItem(day, id, "LESS NOT_IN_LEDGER OPEN");
        assertThat(callers.get(path(day, id) + "/remedy-1", "audit", "AUDITOR").body())
                .containsEntry("state", "FAILED")
                .containsEntry("failure", "INSUFFICIENT_FUNDS");
    }

    @Test
    void looksForTheAttemptThatPostedWhatIsReversed() {
        var id = CoreDay.aRequestId();
        var day = settled(CoreDay.fresh(http, sql).redeemed(id, 100), new CoreText());
        propose(day, id, "remedy-1", "REVERSE");
        var businessId = approve(day, id, "remedy-1", "chief").text("businessId");
        var first = (ReverseEntry) awaitRequest(businessId);
        assertThat(first.entry()).isEqualTo(StepId.first("exchange:" + id, "capture"));

        answer(rejected(first.id(), Reason.ENTRY_NOT_FOUND));
        var second = events.await(
                Topics.LEDGER_REQUEST,
                ReverseEntry.class,
                request -> request.id().equals(new StepId(businessId, "adjust", 2)));
        assertThat(second.entry()).isEqualTo(new StepId("exchange:" + id, "capture", 2));
        answer(reversed(second.id()));

        awaitItem(day, id, "MORE NOT_IN_FILE CLEARED REMEDIED");
    }

    @Test
    void neverTakesASaleBackThatWasDelivered() {
        var day = CoreDay.fresh(http, sql);
        var failed = "payment:" + CoreDay.aRequestId();
        day.failed(failed).posted(failed, 100);
        settled(day, new CoreText());
        assertThat(day.item(failed)).isEqualTo("FANS PAYMENT_FAILED OPEN");
        propose(day, failed, "remedy-1", "REVERSE");

        // The word that it succeeded comes after the proposal.
        day.next().paid(failed, 100);
        assertThat(approve(day, failed, "remedy-1", "chief").text("reason")).isEqualTo("SALE_DELIVERED");
        assertThat(day.item(failed)).isEqualTo("FANS PAYMENT_FAILED PROPOSED");
    }

    @Test
    void takesAFailedPaymentBack() {
        var day = CoreDay.fresh(http, sql);
        var failed = "payment:" + CoreDay.aRequestId();
        day.failed(failed).posted(failed, 100);
        settled(day, new CoreText());
        propose(day, failed, "remedy-1", "REVERSE");
        var asked = (ReverseEntry)
                awaitRequest(approve(day, failed, "remedy-1", "chief").text("businessId"));
        assertThat(asked.entry()).isEqualTo(StepId.first(failed, "post"));

        answer(reversed(asked.id()));

        awaitItem(day, failed, "FANS PAYMENT_FAILED CLEARED REMEDIED");
    }

    @ParameterizedTest
    @CsvSource({"50000, true", "50001, false"})
    void movesUpToFiveHundredYuanByItselfWhenTwoFilesAgree(long amountFen, boolean byItself) {
        var id = CoreDay.aRequestId();
        var day = settled(CoreDay.fresh(http, sql), new CoreText().row(id, "DEBIT", amountFen, "DONE", WALLET));
        var other = CoreDay.aRequestId();

        day.bring(
                "file-0002",
                new CoreText()
                        .row(id, "DEBIT", amountFen, "DONE", WALLET)
                        .row(other, "DEBIT", 1, "REFUSED", WALLET)
                        .text());
        assertThat(day.item(id)).isEqualTo("LESS NOT_IN_LEDGER OPEN");
        callers.put("/v1/core-files/" + day.date() + "/file-0002/approval", "chief", "OPERATOR", Map.of());
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> evidence(day, id) == 2 && isDone(day));

        if (byItself) {
            awaitItem(day, id, "PROPOSED");
            var remedy = businessIdOf(day, id);
            var asked = awaitPost(remedy);
            assertThat(asked.entry().legs().getFirst().amountFen()).isEqualTo(amountFen);
            answer(posted(asked.id()));
            awaitItem(day, id, "LESS NOT_IN_LEDGER CLEARED REMEDIED");
            assertThat(audit(day, id)).containsExactly("REMEDY_ASKED jiaozi", "REMEDY_DONE jiaozi");
        } else {
            // A small item that came later is done by then: the large one was passed over.
            var small = CoreDay.aRequestId();
            var later = settled(CoreDay.fresh(http, sql), new CoreText().row(small, "DEBIT", 1, "DONE", WALLET));
            later.run("update reconciliation_item set evidence = 2 where key = '" + small + "'");
            awaitItem(later, small, "PROPOSED");
            assertThat(day.item(id)).isEqualTo("LESS NOT_IN_LEDGER OPEN");
        }
    }

    @Test
    void wantsMoneyBackThatALaterFileHasMadeUndue() {
        var id = CoreDay.aRequestId();
        var day = settled(CoreDay.fresh(http, sql), new CoreText().row(id, "DEBIT", 100, "DONE", WALLET));
        propose(day, id, "remedy-1", "BOOK_MISSING_CREDIT");
        var asked = awaitPost(approve(day, id, "remedy-1", "chief").text("businessId"));
        answer(posted(asked.id()));
        awaitItem(day, id, "CLEARED REMEDIED");

        day.bring("file-0002", new CoreText().text());
        callers.put("/v1/core-files/" + day.date() + "/file-0002/approval", "chief", "OPERATOR", Map.of());
        awaitItem(day, id, "MORE ADJUSTMENT_NOT_DUE OPEN");

        propose(day, id, "remedy-2", "REVERSE");
        var back = (ReverseEntry)
                awaitRequest(approve(day, id, "remedy-2", "chief").text("businessId"));
        assertThat(back.entry()).isEqualTo(asked.id());
        answer(reversed(back.id()));
        awaitItem(day, id, "MORE ADJUSTMENT_NOT_DUE CLEARED REMEDIED");
    }

    @Test
    void doesNotMoveMoneyForWhatHasExplainedItself() {
        var id = CoreDay.aRequestId();
        var day = settled(CoreDay.fresh(http, sql), new CoreText().row(id, "DEBIT", 100, "DONE", WALLET));
        propose(day, id, "remedy-1", "BOOK_MISSING_CREDIT");
        day.bring("file-0002", new CoreText().text());
        callers.put("/v1/core-files/" + day.date() + "/file-0002/approval", "chief", "OPERATOR", Map.of());
        awaitItem(day, id, "SAME NOT_IN_LEDGER PROPOSED");

        assertThat(approve(day, id, "remedy-1", "chief").text("reason")).isEqualTo("REMEDY_UNFIT");
        decide(day, id, "remedy-1", "refusal", "chief");
        assertThat(day.item(id)).isEqualTo("SAME NOT_IN_LEDGER CLEARED EXPLAINED");
    }

    @Test
    void answersTheSameForTheSameId() {
        var id = CoreDay.aRequestId();
        var day = settled(CoreDay.fresh(http, sql), new CoreText().row(id, "DEBIT", 100, "DONE", WALLET));
        var first = propose(day, id, "remedy-1", "BOOK_MISSING_CREDIT");

        assertThat(propose(day, id, "remedy-1", "BOOK_MISSING_CREDIT").body()).isEqualTo(first.body());
        assertThat(propose(day, id, "remedy-1", "ACCEPT_WITH_REASON").pointers())
                .containsExactly("/kind");
        var other = callers.put(
                path(day, id) + "/remedy-1",
                "clerk",
                "OPERATOR",
                Map.of("kind", "BOOK_MISSING_CREDIT", "reason", "for another"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.pointers()).containsExactly("/reason");
        assertThat(propose(day, id, "remedy-2", "ACCEPT_WITH_REASON").text("reason"))
                .isEqualTo("ITEM_STATE_INVALID");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | /kind",
                "{\"kind\":\"REVERSE\"} | /reason",
                "{\"kind\":\"PAY\",\"reason\":\"because\"} | /kind",
                "{\"kind\":\"REVERSE\",\"reason\":\"no\"} | /reason",
                "{\"kind\":\"REVERSE\",\"reason\":\"a\\tb\"} | /reason",
                "{\"kind\":\"REVERSE\",\"reason\":\"because\",\"extra\":1} | /extra",
            })
    void namesTheFieldThatIsWrong(String body, String pointer) {
        var answer = callers.put(
                "/v1/reconciliation-items/0197b2c4-5d6e-7f80-9a1b-2c3d4e5f6071/remedies/remedy-1",
                "clerk",
                "OPERATOR",
                body.strip());

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(400);
        assertThat(answer.pointers()).containsExactly(pointer.strip());
    }

    @Test
    void knowsNoItemThatIsNotThere() {
        var path = "/v1/reconciliation-items/0197b2c4-5d6e-7f80-9a1b-2c3d4e5f6071/remedies";

        assertThat(callers.get(path, "clerk", "OPERATOR").status()).isEqualTo(404);
        assertThat(callers.get(path + "/remedy-1", "clerk", "OPERATOR").status())
                .isEqualTo(404);
        assertThat(callers.put(path + "/remedy-1/approval", "clerk", "OPERATOR", Map.of())
                        .status())
                .isEqualTo(404);
        assertThat(callers.put(path + "/remedy-1", "audit", "AUDITOR", wish("REVERSE"))
                        .status())
                .isEqualTo(403);
        assertThat(callers.get(path, "shop", "MERCHANT").status()).isEqualTo(403);
    }

    /// Reconciled, with the day after it, so that nothing waits any more.
    private CoreDay settled(CoreDay day, CoreText file) {
        day.closed().bring("file-0001", file.text());
        assertThat(day.reconcile().text("state")).isEqualTo("DONE");
        var next = day.next().closed();
        next.bring("file-0001", new CoreText().text());
        assertThat(next.reconcile().text("state")).isEqualTo("DONE");
        return day;
    }

    private static String path(CoreDay day, String key) {
        return "/v1/reconciliation-items/" + day.itemId(key) + "/remedies";
    }

    private Answer all(CoreDay day, String key) {
        return callers.get(path(day, key), "clerk", "OPERATOR");
    }

    private Answer propose(CoreDay day, String key, String id, String kind) {
        return callers.put(path(day, key) + "/" + id, "clerk", "OPERATOR", wish(kind));
    }

    private static Map<String, Object> wish(String kind) {
        return Map.of("kind", kind, "reason", "as the branch has said");
    }

    private Answer approve(CoreDay day, String key, String id, String by) {
        return decide(day, key, id, "approval", by);
    }

    private Answer decide(CoreDay day, String key, String id, String decision, String by) {
        return callers.put(path(day, key) + "/" + id + "/" + decision, by, "OPERATOR", Map.of());
    }

    private PostEntry awaitPost(String businessId) {
        return (PostEntry) awaitRequest(businessId);
    }

    private CoreQueryRequested awaitQuestion(Answer asked) {
        return events.await(
                Topics.MERCHANT,
                CoreQueryRequested.class,
                event -> event.businessId().equals(asked.text("businessId")));
    }

    /// wallet-service tells what the core has answered.
    private void say(Answer asked, CoreWord word, String bankRef) {
        var id = awaitQuestion(asked).businessId();
        events.send(
                Topics.WALLET,
                id,
                new WalletEvent.CoreAnswered(
                        id,
                        word,
                        Optional.of(bankRef).filter(ref -> !ref.isEmpty()),
                        word == CoreWord.REFUSED ? Optional.of(Reason.BANK_REFUSED) : Optional.empty(),
                        Instant.now()));
    }

    private String bankRefOf(CoreDay day, String key) {
        return sql.sql("select bank_ref from reconciliation_item where item_id = :id::uuid")
                .bind("id", day.itemId(key))
                .mapValue(String.class)
                .one()
                .blockOptional()
                .orElseThrow();
    }

    /// The business id of the remedy that the suite has taken.
    private String awaitBooking(CoreDay day, String key) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> sql.sql("""
                                select coalesce(max(business_id), '') from remedy
                                where item_id = :id::uuid and kind <> 'RE_QUERY'
                                """)
                                .bind("id", day.itemId(key))
                                .mapValue(String.class)
                                .one()
                                .blockOptional()
                                .orElseThrow(),
                        id -> !id.isEmpty());
    }

    private LedgerRequest awaitRequest(String businessId) {
        return events.await(
                Topics.LEDGER_REQUEST,
                LedgerRequest.class,
                request -> request.id().businessId().equals(businessId));
    }

    private void answer(LedgerEvent event) {
        events.send(Topics.LEDGER, event.id().businessId(), event);
    }

    private static LedgerEvent posted(StepId id) {
        return new LedgerEvent.Posted(id, entry());
    }

    private static LedgerEvent reversed(StepId id) {
        return new LedgerEvent.Reversed(id, StepId.first("exchange:any", "capture"), entry());
    }

    private static LedgerEvent rejected(StepId id, Reason reason) {
        return new LedgerEvent.Rejected(id, reason, Optional.empty(), Instant.now());
    }

    private static LedgerEvent.Entry entry() {
        var now = Instant.now();
        return new LedgerEvent.Entry(
                HEIGHT.incrementAndGet(),
                TxType.ADJUSTMENT,
                OTHER_DATE,
                List.of(new LedgerEvent.Leg("core:0001:clearing", "wallet:" + WALLET + ":available", 100)),
                now,
                now,
                now);
    }

    private void awaitItem(CoreDay day, String key, String what) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(day.item(key)).contains(what));
    }

    private boolean isDone(CoreDay day) {
        return callers.get("/v1/reconciliations/" + day.date(), "clerk", "OPERATOR")
                .text("state")
                .equals("DONE");
    }

    private int evidence(CoreDay day, String key) {
        return sql.sql("select evidence from reconciliation_item where item_id = :id::uuid")
                .bind("id", day.itemId(key))
                .mapValue(Integer.class)
                .one()
                .blockOptional()
                .orElseThrow();
    }

    private String businessIdOf(CoreDay day, String key) {
        return sql.sql("select business_id from remedy where item_id = :id::uuid")
                .bind("id", day.itemId(key))
                .mapValue(String.class)
                .one()
                .blockOptional()
                .orElseThrow();
    }

    private List<String> audit(CoreDay day, String key) {
        return sql.sql("select what || ' ' || who from audit_line where subject = :subject order by line_no")
                .bind("subject", "reconciliation-item:" + day.itemId(key))
                .mapValue(String.class)
                .all()
                .collectList()
                .blockOptional()
                .orElseThrow();
    }
}

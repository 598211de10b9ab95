package cn.jiaozi.merchant.payout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.MerchantEvent.PayoutRequested;
import cn.jiaozi.contracts.PaymentEvent;
import cn.jiaozi.contracts.PaymentEvent.PaymentSucceeded;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.StepId;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.contracts.WalletEvent;
import cn.jiaozi.contracts.WalletEvent.PayoutMove;
import cn.jiaozi.contracts.WalletParty;
import cn.jiaozi.merchant.Callers;
import cn.jiaozi.merchant.Callers.Answer;
import cn.jiaozi.merchant.Callers.Merchant;
import cn.jiaozi.merchant.outlet.WalletOwner;
import cn.jiaozi.merchant.payout.Schedule.Kind;
import cn.jiaozi.merchant.payout.Schedule.Slot;
import cn.jiaozi.testkit.EventsAwaited;
import cn.jiaozi.testkit.Reannounce;
import cn.jiaozi.testkit.ServiceTest;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@ServiceTest
class PayoutServiceIT {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

    private final EventsAwaited events = new EventsAwaited();
    private final WebTestClient http;
    private final Callers callers;
    private final DatabaseClient sql;
    private final PlanningService planning;
    private final AskingService asking;

    PayoutServiceIT(
            @Autowired WebTestClient http,
            @Autowired DatabaseClient sql,
            @Autowired PlanningService planning,
            @Autowired AskingService asking) {
        this.http = http;
        this.callers = new Callers(http);
        this.sql = sql;
        this.planning = planning;
        this.asking = asking;
    }

    @Test
    void aPlanIsPutOnceForADayAndNeverChanged() {
        var merchant = callers.aMerchant();
        var path = plans(merchant) + "/" + today();
        var t1 = Map.of("schedule", "T1", "keepFen", 500);

        var first = callers.put(path, "clerk", "OPERATOR", t1);
        var repeat = callers.put(path, "clerk", "OPERATOR", t1);

        assertThat(first.status()).as(first.body().toString()).isEqualTo(201);
        assertThat(first.text("cutOff")).isEqualTo("00:00");
        assertThat(repeat.status()).isEqualTo(200);
        assertThat(repeat.body()).isEqualTo(first.body());
        var other = callers.put(path, "clerk", "OPERATOR", Map.of("schedule", "T1", "keepFen", 501));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.pointers()).containsExactly("/keepFen");
        assertThat(callers.put(plans(merchant) + "/2020-01-01", "clerk", "OPERATOR", t1)
                        .pointers())
                .containsExactly("effectiveOn");
        assertThat(callers.put(path, merchant.party(), "MERCHANT", t1).status()).isEqualTo(403);
        assertThat(callers.get(plans(merchant), merchant.party(), "MERCHANT").body())
                .isEqualTo(Map.of("plans", List.of(first.body())));
        assertThat(callers.get(plans(merchant), "somebody", "MERCHANT").status())
                .isEqualTo(404);
        assertThat(rows(
                        "select concat_ws(' ', what, detail ->> 'schedule') from audit_line where merchant_no = :id",
                        merchant.no()))
                .contains("PAYOUT_PLAN_SET T1");
    }

    @Test
    void somebodyAsksAndIsToldWhatBecameOfIt() {
        var merchant = withPlan(Map.of("schedule", "MANUAL", "keepFen", 50, "minimumFen", 10));
        var path = payouts(merchant) + "/" + Callers.anId();
        var body = Map.of("atMostFen", 9_000);

        var first = callers.put(path, merchant.party(), "MERCHANT", body);

        assertThat(first.status()).as(first.body().toString()).isEqualTo(202);
        var request = requested(first.text("businessId"));
        assertThat(request)
                .isEqualTo(new PayoutRequested(
                        first.text("businessId"),
                        merchant.no(),
                        merchant.walletId(),
                        "0001",
                        50,
                        10,
                        9_000,
                        Instant.parse(first.text("plannedAt"))));
        assertThat(callers.put(path, "clerk", "OPERATOR", body).text("payoutId"))
                .isEqualTo(first.text("payoutId"));
        assertThat(callers.put(path, "clerk", "OPERATOR", Map.of()).pointers()).containsExactly("/atMostFen");
        assertThat(callers.put(path, "somebody", "MERCHANT", body).status()).isEqualTo(404);

        paid(request.businessId(), 700);

        var paid = ended(merchant, first, "PAID");
        assertThat(paid.number("amountFen")).isEqualTo(700);
        assertThat(paid.text("bankRef")).isEqualTo("CB1");
        assertThat(paid.text("accountingDate")).isEqualTo(DAY.plusDays(1).toString());
        assertThat(callers.put(path, "clerk", "OPERATOR", body).status()).isEqualTo(200);
        assertThat(callers.get(path, merchant.party(), "MERCHANT").body()).isEqualTo(paid.body());

        events.send(
                Topics.LEDGER,
                request.businessId(),
                new LedgerEvent.Posted(StepId.first(request.businessId(), "return"), entry(700, DAY.plusDays(4))));
        assertThat(ended(merchant, first, "RETURNED").text("returnedOn"))
                .isEqualTo(DAY.plusDays(4).toString());
    }

    /// What the ledger and wallet-service say, on two topics, each in its order.
    @ParameterizedTest
    @CsvSource({
        "REFUSED, REFUSED, SETTLEMENT_ACCOUNT_DIFFERS",
        "EMPTY, SKIPPED, INSUFFICIENT_FUNDS",
        "FROZEN, REFUSED, WALLET_FROZEN",
        "FAILED, REFUSED, BANK_ACCOUNT_FROZEN",
    })
    void endsWithoutMoneyInTheBank(String how, String state, String reason) {
        var merchant = withPlan(Map.of("schedule", "MANUAL"));
        var asked = callers.put(payouts(merchant) + "/" + Callers.anId(), merchant.party(), "MERCHANT", Map.of());
        var id = asked.text("businessId");
        var hold = StepId.first(id, "hold");
        var now = Instant.now();
        switch (how) {
            case "REFUSED" ->
                events.send(Topics.WALLET, id, new WalletEvent.Refused(id, Reason.SETTLEMENT_ACCOUNT_DIFFERS, now));
            case "EMPTY" ->
                events.send(
                        Topics.LEDGER,
                        id,
                        new LedgerEvent.Rejected(hold, Reason.INSUFFICIENT_FUNDS, Optional.empty(), now));
            case "FROZEN" ->
                events.send(
                        Topics.LEDGER, id, new LedgerEvent.Rejected(hold, Reason.DEBIT_FROZEN, Optional.empty(), now));
            default -> {
                // The later one first.
                events.send(Topics.LEDGER, id, new LedgerEvent.Voided(StepId.first(id, "void"), hold, entry(700, DAY)));
                events.send(Topics.LEDGER, id, new LedgerEvent.Held(hold, entry(700, DAY)));
                events.send(
                        Topics.WALLET,
                        id,
                        new WalletEvent.PayoutMoved(
                                id, PayoutMove.FAILED, Optional.empty(), Optional.of(Reason.BANK_ACCOUNT_FROZEN), now));
            }
        }

        assertThat(ended(merchant, asked, state).text("reason")).isEqualTo(reason);
    }

    @Test
    void withoutAPlanItIsPaidOutToWhoAsksAlone() {
        var merchant = callers.aMerchant();

        var asked = callers.put(payouts(merchant) + "/" + Callers.anId(), merchant.party(), "MERCHANT", Map.of());

        var request = requested(asked.text("businessId"));
        assertThat(request.keepFen()).isZero();
        assertThat(request.minimumFen()).isEqualTo(1);
        assertThat(request.accountTail()).isEqualTo("0001");
    }

    @Test
    void whoIsNotActiveIsNotPaidOutAndWhoIsPaidOutIsNotClosed() {
        var applicant = callers.anApplicant();
        assertThat(callers.put(payouts(applicant) + "/" + Callers.anId(), "clerk", "OPERATOR", Map.of())
                        .text("reason"))
                .isEqualTo("MERCHANT_INACTIVE");
        var merchant = callers.aMerchant();
        var asked = callers.put(payouts(merchant) + "/" + Callers.anId(), "clerk", "OPERATOR", Map.of());
        var closing = "/v1/merchants/" + merchant.no() + "/closing";

        assertThat(callers.put(closing, "clerk", "OPERATOR", Map.of("reason", "gone"))
                        .text("reason"))
                .isEqualTo("MERCHANT_UNFINISHED");
        events.send(
                Topics.WALLET,
                asked.text("businessId"),
                new WalletEvent.Refused(asked.text("businessId"), Reason.WALLET_FROZEN, Instant.now()));
        ended(merchant, asked, "REFUSED");

        assertThat(callers.put(closing, "clerk", "OPERATOR", Map.of("reason", "gone"))
                        .status())
                .isEqualTo(201);
    }

    /// A run that is interrupted after any page, and one that is simply run again, adds what is missing and
    /// nothing else.
    @Test
    void aRunCanBeRepeatedAndPlansEachMerchantOnce() {
        var merchants = IntStream.range(0, 5)
                .mapToObj(_ -> withPlan(Map.of("schedule", "MONTHLY", "dayOfMonth", 13)))
                .toList();
        var due = new PlanningService.Due(
                new Schedule(
                        Kind.MONTHLY, List.of(), Optional.empty(), Optional.of(13), Optional.of(LocalTime.MIDNIGHT)),
                new Slot(LocalDate.of(2099, 3, 13), "MONTHLY", Instant.now(), Optional.of(Instant.now())),
                "2099/1");

        var first = planned(planning.plan(due, WalletOwner.NOBODY).block());
        var second = planned(planning.plan(due, WalletOwner.NOBODY).block());

        assertThat(first.stream().map(Payout::merchantNo).toList())
                .containsAll(merchants.stream().map(Merchant::no).toList());
        assertThat(second).isEmpty();
        assertThat(first).allMatch(payout -> payout.calendar().equals(Optional.of("2099/1")));
        for (var payout : first) {
            assertThat(requested(payout.businessId())).isEqualTo(payout.request());
            // Even where the row is lost with the database's last minutes, the same payout is the same one.
            sql.sql("delete from payout where payout_id = :id")
                    .bind("id", payout.payoutId())
                    .then()
                    .block();
        }
        assertThat(planned(planning.plan(due, WalletOwner.NOBODY).block()).stream()
                        .map(Payout::payoutId)
                        .toList())
                .isEqualTo(first.stream().map(Payout::payoutId).toList());
    }

    @Test
    void leavesWhatWasSoldSinceTheCutOff() {
        var merchant = withPlan(Map.of("schedule", "WEEKLY", "dayOfWeek", "FRIDAY", "keepFen", 100));
        var cutOff = Instant.now().truncatedTo(ChronoUnit.MICROS);
        events.sendAll(
                Topics.PAYMENT,
                merchant.no(),
                List.of(
                        sale(merchant, 1_000, cutOff.minusMillis(1)),
                        sale(merchant, 20, cutOff),
                        sale(merchant, 3, cutOff.plusSeconds(60))));
        await().untilAsserted(
                        () -> assertThat(rows("select count(*)::text from sale where merchant_no = :id", merchant.no()))
                                .containsExactly("3"));

        var planned = planned(planning.plan(
                        new PlanningService.Due(
                                new Schedule(
                                        Kind.WEEKLY,
                                        List.of(),
                                        Optional.of(DayOfWeek.FRIDAY),
                                        Optional.empty(),
                                        Optional.of(LocalTime.MIDNIGHT)),
                                new Slot(today().plusDays(1), "WEEKLY", Instant.now(), Optional.of(cutOff)),
                                ""),
                        WalletOwner.NOBODY)
                .block());

        assertThat(planned.stream()
                        .filter(payout -> payout.merchantNo().equals(merchant.no()))
                        .map(payout -> payout.bounds().keepFen()))
                .containsExactly(123L);
    }

    @Test
    void anOperatorRunsADayAndSeesHowFarItIs() {
        var merchant = withPlan(Map.of("schedule", "INTRADAY", "times", List.of("00:00")));
        var path = "/v1/payout-runs/" + today();

        callers.put(path, "clerk", "OPERATOR", Map.of());
        var again = callers.put(path, "clerk", "OPERATOR", Map.of());

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.number("planned")).isZero();
        var list = callers.get(payouts(merchant) + "?dueOn=" + today(), merchant.party(), "MERCHANT");
        assertThat(list.payouts()).hasSize(1);
        assertThat(list.payouts().getFirst())
                .containsEntry("slot", "INTRADAY:0000")
                .containsEntry("state", "PLANNED");
        assertThat(callers.get(path, "clerk", "OPERATOR").body()).containsEntry("finished", false);
        assertThat(callers.put("/v1/payout-runs/2999-01-01", "clerk", "OPERATOR", Map.of())
                        .pointers())
                .containsExactly("dueOn");
        assertThat(callers.put(path, merchant.party(), "MERCHANT", Map.of()).status())
                .isEqualTo(403);
    }

    @Test
    void whoSellsIsPaidOutOnceForEachTimeAndAgainAfterThat() {
        var merchant = withPlan(Map.of("schedule", "EACH"));
        var sale = sale(merchant, 700, Instant.now());
        events.sendAll(Topics.PAYMENT, merchant.no(), List.of(sale, sale));

        var first = bySales(merchant, 1).getFirst();
        events.sendAll(Topics.PAYMENT, merchant.no(), List.of(sale, sale(merchant, 800, Instant.now())));
        paid(first.businessId(), 700);

        var both = bySales(merchant, 2);
        assertThat(both).extracting(PayoutRequested::businessId).doesNotHaveDuplicates();
        paid(both.getLast().businessId(), 800);
        await().untilAsserted(() -> assertThat(rows(
                        "select slot || ' ' || state from payout where merchant_no = :id order by slot", merchant.no()))
                .containsExactly("EACH:1 PAID", "EACH:2 PAID"));
    }

    @Test
    void whoHasAThresholdIsPaidOutWhenItIsReached() {
        var merchant = withPlan(Map.of("schedule", "THRESHOLD", "thresholdFen", 1_000));
        events.send(Topics.PAYMENT, merchant.no(), sale(merchant, 999, Instant.now()));
        await().untilAsserted(() -> assertThat(
                        rows("select sold_fen::text from payout_turnover where merchant_no = :id", merchant.no()))
                .containsExactly("999"));
        assertThat(rows("select slot from payout where merchant_no = :id", merchant.no()))
                .isEmpty();

        events.send(Topics.PAYMENT, merchant.no(), sale(merchant, 1, Instant.now()));

        bySales(merchant, 1);
        assertThat(rows("select sold_fen::text from payout_turnover where merchant_no = :id", merchant.no()))
                .containsExactly("0");
    }

    @Test
    void whatHasNotEndedIsAnnouncedAgainToTheLetter() {
        var merchant = withPlan(Map.of("schedule", "MANUAL"));
        var asked = callers.put(payouts(merchant) + "/" + Callers.anId(), merchant.party(), "MERCHANT", Map.of());
        var id = asked.text("businessId");
        requested(id);

        sql.sql("update payout set ask_at = now() where business_id = :id")
                .bind("id", id)
                .then()
                .block();
        asking.askAgain().block();

        var twice = events.await(
                Topics.MERCHANT, PayoutRequested.class, r -> r.businessId().equals(id), 2);
        assertThat(twice.getFirst()).isEqualTo(twice.getLast());
        Reannounce.everything(http);
        events.await(Topics.MERCHANT, PayoutRequested.class, r -> r.businessId().equals(id), 3);
    }

    @Test
    void whatIsToldOfAPayoutThatNobodyHasPlannedStopsNobody() {
        var merchant = callers.aMerchant();
        var asked = callers.put(payouts(merchant) + "/" + Callers.anId(), merchant.party(), "MERCHANT", Map.of());
        var id = asked.text("businessId");
        var stranger = "payout:" + UUID.randomUUID();

        events.sendAll(
                Topics.LEDGER,
                id,
                List.of(
                        new LedgerEvent.Held(StepId.first(stranger, "hold"), entry(7, DAY)),
                        new LedgerEvent.Held(StepId.first(id, "hold"), entry(700, DAY))));

        assertThat(ended(merchant, asked, "DEBITED").number("amountFen")).isEqualTo(700);
    }

    @Test
    void listsTheNewestFirstPageByPage() {
        var merchant = withPlan(Map.of("schedule", "MANUAL"));
        var asked = new ArrayList<Object>();
        for (int i = 0; i < 5; i++) {
            asked.add(callers.put(payouts(merchant) + "/" + Callers.anId(), merchant.party(), "MERCHANT", Map.of())
                    .text("payoutId"));
        }

        var listed = new ArrayList<Object>();
        var page = callers.get(payouts(merchant) + "?limit=2", merchant.party(), "MERCHANT");
        page.payouts().forEach(payout -> listed.add(payout.get("payoutId")));
        while (page.body().get("nextCursor") != null) {
            page = callers.get(
                    payouts(merchant) + "?limit=2&cursor=" + page.text("nextCursor"), merchant.party(), "MERCHANT");
            page.payouts().forEach(payout -> listed.add(payout.get("payoutId")));
        }

        Collections.reverse(asked);
        assertThat(listed).isEqualTo(asked);
        assertThat(callers.get(payouts(merchant), "somebody", "MERCHANT").status())
                .isEqualTo(404);
    }

    private Merchant withPlan(Map<String, Object> plan) {
        var merchant = callers.aMerchant();
        assertThat(callers.put(plans(merchant) + "/" + today(), "clerk", "OPERATOR", plan)
                        .status())
                .isEqualTo(201);
        return merchant;
    }

    private PayoutRequested requested(String businessId) {
        return events.await(
                Topics.MERCHANT, PayoutRequested.class, r -> r.businessId().equals(businessId));
    }

    private List<PayoutRequested> bySales(Merchant merchant, int count) {
        return events.await(
                Topics.MERCHANT, PayoutRequested.class, r -> r.merchantNo().equals(merchant.no()), count);
    }

    /// The wallet's news come before the ledger's, and all of it twice.
    private void paid(String id, long amountFen) {
        var hold = StepId.first(id, "hold");
        var moved =
                new WalletEvent.PayoutMoved(id, PayoutMove.PAID, Optional.of("CB1"), Optional.empty(), Instant.now());
        events.sendAll(Topics.WALLET, id, List.of(moved, moved));
        var held = new LedgerEvent.Held(hold, entry(amountFen, DAY));
        var captured = new LedgerEvent.Captured(StepId.first(id, "capture"), hold, entry(amountFen, DAY.plusDays(1)));
        events.sendAll(Topics.LEDGER, id, List.of(held, captured, held, captured));
    }

    private Answer ended(Merchant merchant, Answer asked, String state) {
        return await().until(
                        () -> callers.get(
                                payouts(merchant) + "/" + asked.text("payoutId"), merchant.party(), "MERCHANT"),
                        answer -> answer.text("state").equals(state));
    }

    private List<String> rows(String query, String id) {
        return Objects.requireNonNull(sql.sql(query)
                .bind("id", id)
                .mapValue(String.class)
                .all()
                .collectList()
                .block());
    }

    private static List<Payout> planned(@Nullable List<Payout> payouts) {
        return Objects.requireNonNull(payouts);
    }

    private static String plans(Merchant merchant) {
        return "/v1/merchants/" + merchant.no() + "/payout-plans";
    }

    private static String payouts(Merchant merchant) {
        return "/v1/merchants/" + merchant.no() + "/payouts";
    }

    private static LocalDate today() {
        return BusinessTime.dayOf(Instant.now());
    }

    private static LedgerEvent.Entry entry(long amountFen, LocalDate on) {
        var now = Instant.now();
        return new LedgerEvent.Entry(
                1,
                TxType.PAYOUT,
                on,
                List.of(new LedgerEvent.Leg("wallet:1:available", "core:0001:clearing", amountFen)),
                now,
                now,
                now);
    }

    private static PaymentSucceeded sale(Merchant merchant, long amountFen, Instant at) {
        return new PaymentSucceeded(
                "payment:" + UUID.randomUUID(),
                TxType.CONSUME,
                new WalletParty("0020000000000014", "002"),
                new WalletParty(merchant.walletId(), "002"),
                amountFen,
                Optional.of(new PaymentEvent.Sale(merchant.no(), Optional.empty(), "order-1", "Tea")),
                today(),
                at.truncatedTo(ChronoUnit.MICROS));
    }
}

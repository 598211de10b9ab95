package cn.jiaozi.merchant;

import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.merchant.book.BookService;
import cn.jiaozi.testkit.ServiceTest;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@ServiceTest
class FeePlanServiceIT {
    private static final LocalDate SOON = LocalDate.of(2096, 2, 28);
    private static final Map<String, Object> TERMS =
            Map.of("rateBp", 60, "capFen", 2_000, "perTransactionFen", 10, "refundPolicy", "RETURN_PROPORTIONALLY");

    private final Callers callers;
    private final DatabaseClient sql;
    private final Callers.Merchant merchant;

    /// The bank's: other tests have closed days that are to come.
    private final BookService book;
    private LocalDate today = LocalDate.EPOCH;

    FeePlanServiceIT(@Autowired WebTestClient http, @Autowired DatabaseClient sql, @Autowired BookService book) {
        this.book = book;
        this.callers = new Callers(http);
        this.sql = sql;
        this.merchant = callers.aMerchant();
    }

    /// Days that others' tests have closed long after today.
    @BeforeEach
    void beginOnTheCalendarsDay() {
        sql.sql("delete from book_day").then().block();
        today = book.today().blockOptional().orElseThrow();
    }

    @Test
    void countsOnlyWhenASecondOperatorHasAgreed() {
        var proposed = propose(SOON, TERMS);

        assertThat(proposed.status()).isEqualTo(202);
        assertThat(proposed.text("state")).isEqualTo("PROPOSED");
        assertThat(proposed.text("proposedBy")).isEqualTo("clerk");
        assertThat(propose(SOON, TERMS).body()).isEqualTo(proposed.body());
        var alone = decide(SOON, "approval", "clerk", proposed.text("planId"));
        assertThat(alone.status()).isEqualTo(403);
        assertThat(alone.text("reason")).isEqualTo("FOUR_EYES");
        assertThat(plans(merchant.party(), "MERCHANT")).isEmpty();

        var approved = decide(SOON, "approval", "chief", proposed.text("planId"));

        assertThat(approved.status()).isEqualTo(201);
        assertThat(approved.text("state")).isEqualTo("APPROVED");
        assertThat(approved.text("decidedBy")).isEqualTo("chief");
        assertThat(decide(SOON, "approval", "chief", proposed.text("planId")).status())
                .isEqualTo(200);
        assertThat(propose(SOON, TERMS).status()).isEqualTo(200);
        assertThat(plans(merchant.party(), "MERCHANT")).singleElement().satisfies(plan -> {
            assertThat(plan).containsEntry("rateBp", 60).containsEntry("capFen", 2_000);
            assertThat(plan).containsEntry("perTransactionFen", 10).containsEntry("effectiveOn", SOON.toString());
            assertThat(plan).doesNotContainKeys("proposedBy", "decidedBy");
        });
    }

    @Test
    void namesTheFieldThatDiffersFromAnOpenPlanOfTheSameDay() {
        propose(SOON, TERMS);

        for (var other : Map.of("rateBp", 61, "capFen", 2_001, "perTransactionFen", 11, "refundPolicy", "KEEP")
                .entrySet()) {
            var changed = new HashMap<>(TERMS);
            changed.put(other.getKey(), other.getValue());
            var answer = propose(SOON, changed);

            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.text("reason")).isEqualTo("IDEMPOTENCY_CONFLICT");
            assertThat(answer.pointers()).containsExactly("/" + other.getKey());
        }
        var withoutCap = new HashMap<>(TERMS);
        withoutCap.remove("capFen");
        assertThat(propose(SOON, withoutCap).pointers()).containsExactly("/capFen");
    }

    @Test
    void makesRoomForAnotherPlanWhenOneIsRejectedByWhomever() {
        var first = propose(SOON, TERMS).text("planId");
        assertThat(decide(SOON, "rejection", "clerk", first).status()).isEqualTo(201);
        assertThat(decide(SOON, "rejection", "clerk", first).status()).isEqualTo(200);
        assertThat(decide(SOON, "approval", "chief", first).text("reason")).isEqualTo("FEE_PLAN_DECIDED");

        var second = propose(SOON, with("rateBp", 38));

        assertThat(second.status()).isEqualTo(202);
        assertThat(decide(SOON, "approval", "chief", first).text("reason")).isEqualTo("FEE_PLAN_DECIDED");
        assertThat(decide(SOON, "approval", "chief", second.text("planId")).status())
                .isEqualTo(201);
        assertThat(decide(SOON, "rejection", "chief", second.text("planId")).text("reason"))
                .isEqualTo("FEE_PLAN_DECIDED");
        assertThat(states()).containsExactly("REJECTED", "APPROVED");
    }

    @Test
    void keepsAnApprovedPlanInForceUntilAnotherOneForItsDayIsApproved() {
        agree(SOON, TERMS);
        var second = propose(SOON, with("rateBp", 38));
        assertThat(second.status()).isEqualTo(202);
        assertThat(states()).containsExactly("APPROVED", "PROPOSED");

        assertThat(decide(SOON, "approval", "chief", second.text("planId")).status())
                .isEqualTo(201);

        assertThat(states()).containsExactly("REPLACED", "APPROVED");
        assertThat(plans(merchant.party(), "MERCHANT")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"-400, 400", "-1, 400", "0, 400", "2, 202", "4000, 202"})
    void refusesADayThatHasBegun(int days, int status) {
        var on = today.plusDays(days);
        var answer = propose(on, TERMS);

        assertThat(answer.status()).isEqualTo(status);
        if (status == 400) {
            assertThat(answer.pointers()).containsExactly("effectiveOn");
        }
    }

    @Test
    void approvesNothingOnceItsDayHasBegun() {
        var planId = propose(SOON, TERMS).text("planId");
        moveToToday(planId);

        var late = decide(today, "approval", "chief", planId);

        assertThat(late.status()).isEqualTo(400);
        assertThat(late.pointers()).containsExactly("effectiveOn");
        assertThat(decide(today, "rejection", "chief", planId).status()).isEqualTo(201);
    }

    @Test
    void answersARepeatAlsoWhenTheDayHasBegun() {
        var planId = agree(SOON, TERMS);
        moveToToday(planId);

        assertThat(propose(today, TERMS).status()).isEqualTo(200);
        assertThat(decide(today, "approval", "chief", planId).status()).isEqualTo(200);
        assertThat(propose(today, with("rateBp", 61)).pointers()).containsExactly("effectiveOn");
    }

    @Test
    void decidesOnlyAPlanOfThisMerchantAndDay() {
        var planId = propose(SOON, TERMS).text("planId");
        var other = callers.aMerchant();

        assertThat(decide(SOON.plusDays(1), "approval", "chief", planId).pointers())
                .containsExactly("/planId");
        assertThat(decide(SOON, "approval", "chief", UUID.randomUUID().toString())
                        .status())
                .isEqualTo(404);
        assertThat(callers.put(path(other, SOON) + "/approval", "chief", "OPERATOR", Map.of("planId", planId))
                        .status())
                .isEqualTo(404);
        assertThat(callers.put("/v1/merchants/002000199999990/fee-plans/" + SOON, "clerk", "OPERATOR", TERMS)
                        .text("reason"))
                .isEqualTo("MERCHANT_NOT_FOUND");
    }

    @Test
    void proposesOnceWhenAskedManyTimesAtOnce() {
        var answers =
                IntStream.range(0, 8)
                        .mapToObj(_ -> CompletableFuture.supplyAsync(() -> propose(SOON, TERMS)))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .toList();

        assertThat(answers).allMatch(answer -> answer.status() == 202);
        assertThat(answers.stream().map(answer -> answer.text("planId")).distinct())
                .hasSize(1);
    }

    @Test
    void letsOperatorsAloneProposeAndDecideAndShowsMerchantsTheirOwn() {
        var planId = agree(SOON, TERMS);
        var path = path(merchant, SOON);

        assertThat(callers.put(path, merchant.party(), "MERCHANT", TERMS).status())
                .isEqualTo(403);
        assertThat(callers.put(path + "/approval", merchant.party(), "MERCHANT", Map.of("planId", planId))
                        .status())
                .isEqualTo(403);
        assertThat(callers.get(list(), "somebody", "MERCHANT").status()).isEqualTo(404);
        assertThat(callers.get(list(), merchant.party(), "MERCHANT").status()).isEqualTo(200);
    }

    @Test
    void listsPageByPageInTheOrderOfTheirProposals() {
        IntStream.range(0, 3).forEach(n -> propose(SOON.plusDays(3 - n), TERMS));

        var first = callers.get(list() + "?limit=2", "clerk", "OPERATOR");
        var second = callers.get(list() + "?limit=2&cursor=" + first.text("nextCursor"), "clerk", "OPERATOR");

        assertThat(of(first))
                .extracting(plan -> plan.get("effectiveOn"))
                .containsExactly(SOON.plusDays(3).toString(), SOON.plusDays(2).toString());
        assertThat(of(second))
                .extracting(plan -> plan.get("effectiveOn"))
                .containsExactly(SOON.plusDays(1).toString());
        assertThat(second.body()).doesNotContainKey("nextCursor");
    }

    @Test
    void writesDownWhoDidWhat() {
        var planId = agree(SOON, TERMS);

        var lines = sql.sql("select what || ' ' || who || ' ' || (detail ->> 'rateBp') as line from audit_line "
                        + "where subject = :subject order by line_no")
                .bind("subject", "fee-plan:" + planId)
                .mapValue(String.class)
                .all()
                .collectList()
                .block();

        assertThat(lines).containsExactly("FEE_PLAN_PROPOSED clerk 60", "FEE_PLAN_APPROVED chief 60");
    }

    private String agree(LocalDate on, Map<String, Object> terms) {
        var planId = propose(on, terms).text("planId");
        assertThat(decide(on, "approval", "chief", planId).status()).isEqualTo(201);
        return planId;
    }

    private Callers.Answer propose(LocalDate on, Map<String, Object> terms) {
        return callers.put(path(merchant, on), "clerk", "OPERATOR", terms);
    }

    private Callers.Answer decide(LocalDate on, String verdict, String who, String planId) {
        return callers.put(path(merchant, on) + "/" + verdict, who, "OPERATOR", Map.of("planId", planId));
    }

    private static String path(Callers.Merchant merchant, LocalDate on) {
        return "/v1/merchants/" + merchant.no() + "/fee-plans/" + on;
    }

    private String list() {
        return "/v1/merchants/" + merchant.no() + "/fee-plans";
    }

    private List<Map<String, Object>> plans(String party, String role) {
        return of(callers.get(list(), party, role));
    }

    private List<Object> states() {
        return plans("clerk", "OPERATOR").stream()
                .map(plan -> plan.get("state"))
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> of(Callers.Answer answer) {
        return (List<Map<String, Object>>) answer.body().getOrDefault("plans", List.of());
    }

    private static Map<String, Object> with(String field, Object value) {
        var changed = new HashMap<>(TERMS);
        changed.put(field, value);
        return changed;
    }

    /// As if days had passed.
    private void moveToToday(String planId) {
        sql.sql("update fee_plan set effective_on = :today where plan_id = :id")
                .bind("today", today)
                .bind("id", UUID.fromString(planId))
                .then()
                .block();
    }
}

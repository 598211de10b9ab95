package cn.jiaozi.merchant;

import static cn.jiaozi.merchant.Callers.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.Payee;
import cn.jiaozi.contracts.Topics;
import cn.jiaozi.merchant.Callers.Answer;
import cn.jiaozi.merchant.Callers.Merchant;
import cn.jiaozi.testkit.EventsAwaited;
import cn.jiaozi.testkit.Reannounce;
import cn.jiaozi.testkit.ServiceTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

/// Merchants that wait for a second operator.
@ServiceTest
class ReviewServiceIT {
    private static final Map<String, Object> APPROVAL = Map.of("decision", "APPROVED", "riskGrade", "B");
    private static final Map<String, Object> REJECTION = Map.of("decision", "REJECTED", "reason", "no shop there");

    private final EventsAwaited events = new EventsAwaited();
    private final WebTestClient http;
    private final Callers callers;

    ReviewServiceIT(@Autowired WebTestClient http) {
        this.http = http;
        this.callers = new Callers(http);
    }

    @Test
    void approvesOnceAndTellsTheSameAgain() {
        var merchant = callers.anApplicant();
        var id = Callers.anId();

        var first = callers.review(merchant.no(), id, Callers.REVIEWER, APPROVAL);
        var repeat = callers.review(merchant.no(), id, Callers.REVIEWER, APPROVAL);

        assertThat(first.status()).as(first.body().toString()).isEqualTo(201);
        assertThat(first.body())
                .containsEntry("id", id)
                .containsEntry("merchantNo", merchant.no())
                .containsEntry("kind", "APPLICATION")
                .containsEntry("decision", "APPROVED")
                .containsEntry("riskGrade", "B")
                .containsEntry("reviewedBy", Callers.REVIEWER)
                .containsKey("reviewedAt");
        assertThat(repeat.status()).isEqualTo(200);
        assertThat(repeat.body()).isEqualTo(first.body());
        assertThat(callers.get(path(merchant) + "/reviews/" + id, Callers.REVIEWER, "OPERATOR")
                        .body())
                .isEqualTo(first.body());
        assertThat(callers.get(path(merchant) + "/reviews/" + id, "carla", "OPERATOR")
                        .status())
                .isEqualTo(404);
        assertThat(shown(merchant).body())
                .containsEntry("state", "ACTIVE")
                .containsEntry("riskGrade", "B")
                .containsEntry("appliedBy", Callers.CLERK)
                .containsEntry("stateBy", Callers.REVIEWER);
        assertProblem(callers.review(merchant.no(), Callers.anId(), "carla", APPROVAL), 409, "MERCHANT_STATE_INVALID");
        assertProblem(callers.review(merchant.no(), id, "carla", REJECTION), 409, "MERCHANT_STATE_INVALID");
    }

    @Test
    void namesTheFieldWhenTheSameReviewComesWithOtherContent() {
        var merchant = callers.anApplicant();
        var id = Callers.anId();
        callers.review(merchant.no(), id, Callers.REVIEWER, APPROVAL);

        var others = Map.of(
                "/decision",
                REJECTION,
                "/riskGrade",
                Map.<String, Object>of("decision", "APPROVED", "riskGrade", "C"),
                "/reason",
                Map.<String, Object>of("decision", "APPROVED", "riskGrade", "B", "reason", "seen"));
        others.forEach((pointer, body) -> {
            var answer = callers.review(merchant.no(), id, Callers.REVIEWER, body);

            assertProblem(answer, 409, "IDEMPOTENCY_CONFLICT");
            assertThat(answer.pointers()).containsExactly(pointer);
        });
    }

    @Test
    void letsNobodyReviewWhatHeHasAppliedFor() {
        var merchant = callers.anApplicant();

        for (var body : List.of(APPROVAL, REJECTION)) {
            assertProblem(callers.review(merchant.no(), Callers.anId(), Callers.CLERK, body), 403, "FOUR_EYES");
        }
        assertThat(shown(merchant).text("state")).isEqualTo("APPLIED");
        assertThat(audit(merchant)).containsExactly("APPLIED clerk");
        assertThat(callers.put(path(merchant) + "/reviews/" + Callers.anId(), merchant.party(), "MERCHANT", APPROVAL)
                        .status())
                .isEqualTo(403);
        assertProblem(callers.review("002000199999999", Callers.anId(), "carla", APPROVAL), 404, "MERCHANT_NOT_FOUND");
    }

    @Test
    void saysNothingOfAnApplicantToAnybodyElse() {
        var applicant = callers.anApplicant();
        var rejected = callers.anApplicant();
        callers.review(rejected.no(), Callers.anId(), Callers.REVIEWER, REJECTION);
        var witness = callers.aMerchant();

        Reannounce.everything(http);

        events.await(Topics.MERCHANT_PAYEE, Payee.class, p -> p.key().equals(witness.no()), 2);
        assertThat(events.seen(
                        Topics.MERCHANT_PAYEE,
                        Payee.class,
                        payee -> List.of(applicant.no(), rejected.no()).contains(payee.merchantNo())))
                .isEmpty();
    }

    @Test
    void givesAnApplicantNoStore() {
        var merchant = callers.anApplicant();
        var stores = path(merchant) + "/stores/";
        var id = Callers.anId();

        assertProblem(
                callers.put(stores + id, Callers.CLERK, "OPERATOR", Map.of("name", "Gate")), 409, "MERCHANT_INACTIVE");
        callers.approve(merchant);

        assertThat(callers.put(stores + id, Callers.CLERK, "OPERATOR", Map.of("name", "Gate"))
                        .text("storeNo"))
                .isEqualTo("000001");
    }

    @Test
    void freesTheCreditCodeOfWhoIsRejected() {
        var body = callers.registration("Tea House");
        var no = callers.register(Callers.anId(), body).text("merchantNo");
        assertProblem(callers.register(Callers.anId(), body), 409, "MERCHANT_EXISTS");
        callers.review(no, Callers.anId(), Callers.REVIEWER, REJECTION);

        var again = callers.register(Callers.anId(), body);

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text("merchantNo")).isNotEqualTo(no);
        var rejected = callers.get("/v1/merchants/" + no, Callers.CLERK, "OPERATOR");
        assertThat(rejected.body())
                .containsEntry("state", "REJECTED")
                .containsEntry("stateReason", "no shop there")
                .doesNotContainKey("riskGrade");
    }

    @Test
    void gradesAgainForAReasonAndByAnotherThanWhoHasAppliedForIt() {
        var merchant = callers.aMerchant();
        var regrade = Map.<String, Object>of("kind", "REGRADE", "riskGrade", "D", "reason", "many refunds");

        assertProblem(callers.review(merchant.no(), Callers.anId(), Callers.CLERK, regrade), 403, "FOUR_EYES");
        var graded = callers.review(merchant.no(), Callers.anId(), Callers.REVIEWER, regrade);
        var again = new HashMap<>(regrade);
        again.put("riskGrade", "C");
        callers.review(merchant.no(), Callers.anId(), "carla", again);

        assertThat(graded.status()).as(graded.body().toString()).isEqualTo(201);
        assertThat(graded.body()).doesNotContainKey("decision");
        assertThat(shown(merchant).body()).containsEntry("riskGrade", "C").containsEntry("state", "ACTIVE");
        assertThat(audit(merchant))
                .containsExactly("REGRADED carla", "REGRADED reviewer", "APPROVED reviewer", "APPLIED clerk");
        assertThat(lines(merchant).getFirst().get("detail"))
                .isEqualTo(Map.of("riskGrade", "C", "riskGradeBefore", "D", "reason", "many refunds"));
        var payees =
                events.await(Topics.MERCHANT_PAYEE, Payee.class, p -> p.key().equals(merchant.no()), 3);
        // Others keep no copy of the grade, but of what it allows.
        assertThat(payees).extracting(Payee::version).containsExactly(1L, 2L, 3L);
        assertThat(payees.get(1).refundAdvanceFen()).isEmpty();
        assertThat(payees.get(2).refundAdvanceFen()).contains(50_000L);
    }

    @Test
    void showsTheGradeAndTheReasonsToOperatorsAlone() {
        var merchant = callers.aMerchant();

        assertThat(callers.get(path(merchant), merchant.party(), "MERCHANT").body())
                .containsEntry("state", "ACTIVE")
                .containsEntry("settlementAccountTail", "0001")
                .doesNotContainKeys("riskGrade", "appliedBy", "stateBy", "stateReason");
    }

    @Test
    void decidesOnceHoweverManyReviewersComeAtOnce() {
        var merchant = callers.anApplicant();

        var answers = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> callers.review(
                        merchant.no(), Callers.anId(), "reviewer-" + i, i % 2 == 0 ? APPROVAL : REJECTION)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).extracting(Answer::status).containsOnly(201, 409).containsOnlyOnce(201);
        var decided = answers.stream()
                .filter(answer -> answer.status() == 201)
                .findFirst()
                .orElseThrow();
        assertThat(shown(merchant).text("state"))
                .isEqualTo(decided.text("decision").equals("APPROVED") ? "ACTIVE" : "REJECTED");
        assertThat(audit(merchant)).hasSize(2);
    }

    @Test
    void listsWhoWaitsForAReview() {
        var first = callers.anApplicant();
        var second = callers.anApplicant();
        var approved = callers.aMerchant();
        var third = callers.anApplicant();
        var before = String.valueOf(Long.parseLong(first.no()) - 1);
        var path = "/v1/merchants?state=APPLIED&limit=2&cursor=";

        var page = callers.get(path + "0".repeat(15 - before.length()) + before, Callers.REVIEWER, "OPERATOR");

        assertThat(numbers(page)).containsExactly(first.no(), second.no());
        assertThat(page.text("nextCursor")).isEqualTo(second.no());
        var next = callers.get(path + page.text("nextCursor"), Callers.REVIEWER, "OPERATOR");
        assertThat(numbers(next)).contains(third.no()).doesNotContain(approved.no());
        var all = callers.get("/v1/merchants?limit=200&cursor=" + second.no(), Callers.REVIEWER, "OPERATOR");
        assertThat(numbers(all)).contains(approved.no(), third.no());
        assertThat(callers.get("/v1/merchants", first.party(), "MERCHANT").status())
                .isEqualTo(403);
    }

    @Test
    void tellsWhatWasDoneToAMerchantAndWhatIsIts() {
        var merchant = callers.aMerchant();
        var store = callers.aStore(merchant);
        var terminal = callers.aTerminal(merchant, store, "SN-" + Callers.anId().substring(0, 12));
        var path = path(merchant) + "/audit-lines?limit=3";

        var page = callers.get(path, "audrey", "AUDITOR");
        var rest = callers.get(path + "&cursor=" + page.text("nextCursor"), Callers.CLERK, "OPERATOR");

        assertThat(Stream.of(page, rest).flatMap(part -> part.lines().stream()))
                .extracting(line -> line.get("subject") + " " + line.get("what") + " " + line.get("who"))
                .containsExactly(
                        "terminal:" + terminal.id() + " BOUND " + merchant.party(),
                        "store:" + merchant.no() + "/" + store + " OPENED clerk",
                        "merchant:" + merchant.no() + " APPROVED reviewer",
                        "merchant:" + merchant.no() + " APPLIED clerk");
        assertThat(rest.body()).doesNotContainKey("nextCursor");
        assertThat(callers.get("/v1/audit-lines?subject=terminal:" + terminal.id(), "audrey", "AUDITOR")
                        .lines())
                .extracting(line -> line.get("what"))
                .containsExactly("BOUND");
        assertThat(callers.get("/v1/audit-lines?limit=1", "audrey", "AUDITOR").lines())
                .hasSize(1);
        assertThat(callers.get(path, merchant.party(), "MERCHANT").status()).isEqualTo(403);
        assertThat(callers.get("/v1/audit-lines", merchant.party(), "MERCHANT").status())
                .isEqualTo(403);
        assertProblem(
                callers.get("/v1/merchants/002000199999999/audit-lines", Callers.CLERK, "OPERATOR"),
                404,
                "MERCHANT_NOT_FOUND");
    }

    private static String path(Merchant merchant) {
        return "/v1/merchants/" + merchant.no();
    }

    private Answer shown(Merchant merchant) {
        return callers.get(path(merchant), Callers.CLERK, "OPERATOR");
    }

    private List<Map<String, Object>> lines(Merchant merchant) {
        return callers.get(path(merchant) + "/audit-lines", Callers.CLERK, "OPERATOR")
                .lines();
    }

    private List<String> audit(Merchant merchant) {
        return lines(merchant).stream()
                .map(line -> line.get("what") + " " + line.get("who"))
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static List<Object> numbers(Answer page) {
        return ((List<Map<String, Object>>) page.body().getOrDefault("merchants", List.of()))
                .stream()
                        .map(merchant -> merchant.getOrDefault("merchantNo", "none"))
                        .toList();
    }
}

package cn.jiaozi.merchant.review;

import static cn.jiaozi.merchant.onboarding.MerchantFixture.merchant;
import static org.assertj.core.api.Assertions.assertThat;

import cn.jiaozi.contracts.Reason;
import cn.jiaozi.merchant.onboarding.Flaw;
import cn.jiaozi.merchant.onboarding.MerchantFixture;
import cn.jiaozi.merchant.onboarding.MerchantState;
import cn.jiaozi.merchant.onboarding.RiskGrade;
import cn.jiaozi.merchant.review.Review.Content;
import cn.jiaozi.merchant.review.Review.Decision;
import cn.jiaozi.merchant.review.Review.Kind;
import cn.jiaozi.merchant.review.ReviewRules.Decided;
import cn.jiaozi.merchant.review.ReviewRules.OfStore;
import cn.jiaozi.merchant.review.ReviewRules.Refused;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReviewRulesTest {
    private static final Content APPROVAL = said(null, Decision.APPROVED, RiskGrade.A, null);
    private static final Content REJECTION = said(null, Decision.REJECTED, null, "no licence was shown");
    private static final Content REGRADE = said(Kind.REGRADE, null, RiskGrade.D, "many refunds");

    /// Of each kind with each of its fields there and not.
    @ParameterizedTest
    @CsvSource({
        ", APPROVED, A, , ",
        ", APPROVED, A, why, ",
        ", APPROVED, , , /riskGrade",
        ", APPROVED, , why, /riskGrade",
        ", REJECTED, , why, ",
        ", REJECTED, , , /reason",
        ", REJECTED, A, why, /riskGrade",
        ", REJECTED, A, , /riskGrade",
        ", , A, why, /decision",
        ", , , , /decision",
        "APPLICATION, APPROVED, A, , ",
        "APPLICATION, , A, why, /decision",
        "REGRADE, , A, why, ",
        "REGRADE, , A, , /reason",
        "REGRADE, , , why, /riskGrade",
        "REGRADE, APPROVED, A, why, /decision",
        "REGRADE, REJECTED, , why, /decision"
    })
    void namesTheFieldThatIsMissingOrOutOfPlace(
            @Nullable Kind kind,
            @Nullable Decision decision,
            @Nullable RiskGrade grade,
            @Nullable String reason,
            @Nullable String pointer) {
        assertThat(ReviewRules.flaw(said(kind, decision, grade, reason)).map(Flaw::pointer))
                .isEqualTo(Optional.ofNullable(pointer));
    }

    @ParameterizedTest
    @CsvSource({
        "STORE, 000001, APPROVED, , , ",
        "STORE, 000001, APPROVED, , why, ",
        "STORE, 000001, REJECTED, , why, ",
        "STORE, 000001, REJECTED, , , /reason",
        "STORE, 000001, , , why, /decision",
        "STORE, , APPROVED, , why, /storeNo",
        "STORE, 000001, APPROVED, A, why, /riskGrade",
        "REGRADE, 000001, , A, why, /storeNo",
        "APPLICATION, 000001, APPROVED, A, , /storeNo",
        ", 000001, APPROVED, A, , /storeNo"
    })
    void namesTheFieldOfAStoresReview(
            @Nullable Kind kind,
            @Nullable String storeNo,
            @Nullable Decision decision,
            @Nullable RiskGrade grade,
            @Nullable String reason,
            @Nullable String pointer) {
        assertThat(ReviewRules.flaw(said(kind, storeNo, decision, grade, reason))
                        .map(Flaw::pointer))
                .isEqualTo(Optional.ofNullable(pointer));
    }

    /// Whoever has applied for the merchant may agree to a store's wallet: another has named it.
    @ParameterizedTest
    @CsvSource({
        "APPLIED, MERCHANT_STATE_INVALID",
        "ACTIVE, 000001/STORE_APPROVED",
        "SUSPENDED, 000001/STORE_APPROVED",
        "CLOSED, MERCHANT_STATE_INVALID",
        "REJECTED, MERCHANT_STATE_INVALID"
    })
    void decidesAboutStoresOfWhoMaySell(MerchantState state, String outcome) {
        var approval = said(Kind.STORE, "000001", Decision.APPROVED, null, null);

        assertThat(outcomes(state, MerchantFixture.APPLICANT, List.of(approval)))
                .isEqualTo(outcome);
        assertThat(outcomes(state, MerchantFixture.OTHER, List.of(approval))).isEqualTo(outcome);
    }

    /// Rows are states; what comes of an approval, a rejection and a regrade, by another operator than the applicant.
    @ParameterizedTest
    @CsvSource({
        "APPLIED, ACTIVE/APPROVED REJECTED/REJECTED MERCHANT_STATE_INVALID",
        "ACTIVE, MERCHANT_STATE_INVALID MERCHANT_STATE_INVALID ACTIVE/REGRADED",
        "SUSPENDED, MERCHANT_STATE_INVALID MERCHANT_STATE_INVALID SUSPENDED/REGRADED",
        "CLOSED, MERCHANT_STATE_INVALID MERCHANT_STATE_INVALID MERCHANT_STATE_INVALID",
        "REJECTED, MERCHANT_STATE_INVALID MERCHANT_STATE_INVALID MERCHANT_STATE_INVALID"
    })
    void decidesWhatIsDue(MerchantState state, String row) {
        assertThat(outcomes(state, MerchantFixture.OTHER)).isEqualTo(row);
    }

    @ParameterizedTest
    @CsvSource({
        "APPLIED, FOUR_EYES FOUR_EYES MERCHANT_STATE_INVALID",
        "ACTIVE, MERCHANT_STATE_INVALID MERCHANT_STATE_INVALID FOUR_EYES",
        "SUSPENDED, MERCHANT_STATE_INVALID MERCHANT_STATE_INVALID FOUR_EYES",
        "CLOSED, MERCHANT_STATE_INVALID MERCHANT_STATE_INVALID MERCHANT_STATE_INVALID",
        "REJECTED, MERCHANT_STATE_INVALID MERCHANT_STATE_INVALID MERCHANT_STATE_INVALID"
    })
    void letsNobodyReviewWhatHeHasAppliedFor(MerchantState state, String row) {
        assertThat(outcomes(state, MerchantFixture.APPLICANT)).isEqualTo(row);
    }

    @Test
    void keepsWhoHasDecidedAndWhy() {
        var approved = after(MerchantState.APPLIED, APPROVAL);
        var rejected = after(MerchantState.APPLIED, REJECTION);
        var regraded = after(MerchantState.ACTIVE, REGRADE);

        assertThat(approved.after().riskGrade()).contains(RiskGrade.A);
        assertThat(approved.after().ruling().by()).isEqualTo(MerchantFixture.OTHER);
        assertThat(rejected.after().riskGrade()).isEmpty();
        assertThat(rejected.after().ruling().reason()).contains("no licence was shown");
        assertThat(regraded.after().riskGrade()).contains(RiskGrade.D);
    }

    @ParameterizedTest
    @CsvSource({
        "APPLICATION, APPROVED, A, why, ",
        ", APPROVED, A, why, ",
        "REGRADE, APPROVED, A, why, /kind",
        ", REJECTED, A, why, /decision",
        ", APPROVED, B, why, /riskGrade",
        ", APPROVED, A, , /reason"
    })
    void namesTheFieldThatDiffersFromTheFirstTime(
            @Nullable Kind kind,
            @Nullable Decision decision,
            @Nullable RiskGrade grade,
            @Nullable String reason,
            @Nullable String pointer) {
        var first = said(Kind.APPLICATION, Decision.APPROVED, RiskGrade.A, "why");

        assertThat(first.difference(said(kind, decision, grade, reason))).isEqualTo(Optional.ofNullable(pointer));
    }

    private static Decided after(MerchantState state, Content content) {
        return (Decided) ReviewRules.decide(merchant(state), review(MerchantFixture.OTHER, content));
    }

    private static String outcomes(MerchantState state, String reviewer) {
        return outcomes(state, reviewer, List.of(APPROVAL, REJECTION, REGRADE));
    }

    private static String outcomes(MerchantState state, String reviewer, List<Content> said) {
        return String.join(
                " ",
                said.stream()
                        .map(content -> ReviewRules.decide(merchant(state), review(reviewer, content)))
                        .map(outcome -> switch (outcome) {
                            case Decided(var after, var act) -> after.state() + "/" + act;
                            case OfStore(var storeNo, var _, var act) -> storeNo + "/" + act;
                            case Refused(Reason reason, var _) -> reason.name();
                        })
                        .toList());
    }

    private static Review review(String by, Content content) {
        return new Review("002000100000018", by, "review-1", content, MerchantFixture.AT);
    }

    private static Content said(
            @Nullable Kind kind, @Nullable Decision decision, @Nullable RiskGrade grade, @Nullable String reason) {
        return said(kind, null, decision, grade, reason);
    }

    private static Content said(
            @Nullable Kind kind,
            @Nullable String storeNo,
            @Nullable Decision decision,
            @Nullable RiskGrade grade,
            @Nullable String reason) {
        return new Content(
                Optional.ofNullable(kind),
                Optional.ofNullable(storeNo),
                Optional.ofNullable(decision),
                Optional.ofNullable(grade),
                Optional.ofNullable(reason));
    }
}

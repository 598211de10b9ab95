package cn.jiaozi.merchant.review;

import cn.jiaozi.contracts.Reason;
import cn.jiaozi.merchant.onboarding.Flaw;
import cn.jiaozi.merchant.onboarding.Merchant;
import cn.jiaozi.merchant.onboarding.MerchantState;
import cn.jiaozi.merchant.onboarding.RiskGrade;
import cn.jiaozi.merchant.onboarding.Ruling;
import cn.jiaozi.merchant.review.Review.Content;
import cn.jiaozi.merchant.review.Review.Decision;
import java.util.Optional;

/// What becomes of a merchant by a review. Who has applied for a merchant reviews it in no way: neither the
/// application, which is what four eyes are for, nor later its grade, since whoever has brought the merchant in is not
/// the one to call it harmless. A second person for a grade, beyond that, would make operators slow to raise one.
final class ReviewRules {
    private ReviewRules() {}

    sealed interface Outcome {}

    /// @param act as the audit calls it
    record Decided(Merchant after, String act) implements Outcome {}

    record Refused(Reason reason, String detail) implements Outcome {}

    /// A field that is missing, or out of place.
    static Optional<Flaw> flaw(Content said) {
        return switch (said.meant()) {
            case APPLICATION ->
                said.decision()
                        .map(decision -> decision == Decision.APPROVED ? ofApproval(said) : ofRejection(said))
                        .orElseGet(() -> flaw("/decision", "must be APPROVED or REJECTED"));
            case REGRADE -> ofRegrade(said);
        };
    }

    /// Of a review without a flaw.
    static Outcome decide(Merchant merchant, Review review) {
        var said = review.content();
        boolean regrade = said.meant() == Review.Kind.REGRADE;
        if (!isDue(merchant.state(), regrade)) {
            return new Refused(
                    Reason.MERCHANT_STATE_INVALID,
                    "The merchant is " + merchant.state() + (regrade ? " and has no grade" : " and not to be decided"));
        }
        if (merchant.requestedBy().equals(review.reviewedBy())) {
            return new Refused(
                    Reason.FOUR_EYES, "Who has applied for a merchant does not review it; another operator has to");
        }
        var ruling = new Ruling(review.reviewedBy(), said.reason(), review.at());
        if (regrade) {
            return new Decided(merchant.graded(grade(said)), "REGRADED");
        }
        return said.decision().orElseThrow() == Decision.APPROVED
                ? new Decided(merchant.approved(grade(said), ruling), "APPROVED")
                : new Decided(merchant.rejected(ruling), "REJECTED");
    }

    private static boolean isDue(MerchantState state, boolean regrade) {
        return switch (state) {
            case APPLIED -> !regrade;
            case ACTIVE, SUSPENDED -> regrade;
            case REJECTED, CLOSED -> false;
        };
    }

    private static RiskGrade grade(Content said) {
        return said.riskGrade().orElseThrow();
    }

    private static Optional<Flaw> ofApproval(Content said) {
        return said.riskGrade().isPresent()
                ? Optional.empty()
                : flaw("/riskGrade", "must be A, B, C or D: who is approved has a risk grade");
    }

    private static Optional<Flaw> ofRejection(Content said) {
        if (said.riskGrade().isPresent()) {
            return flaw("/riskGrade", "must not be there: who is rejected has no risk grade");
        }
        return said.reason().isPresent() ? Optional.empty() : flaw("/reason", "must say why it is rejected");
    }

    private static Optional<Flaw> ofRegrade(Content said) {
        if (said.decision().isPresent()) {
            return flaw("/decision", "must not be there: a grade is neither approved nor rejected");
        }
        if (said.riskGrade().isEmpty()) {
            return flaw("/riskGrade", "must be A, B, C or D");
        }
        return said.reason().isPresent() ? Optional.empty() : flaw("/reason", "must say why the grade changes");
    }

    private static Optional<Flaw> flaw(String pointer, String detail) {
        return Optional.of(new Flaw(pointer, detail));
    }
}

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
/// the one to call it harmless. A second person for a grade, beyond that, would make operators slow to raise one. Who
/// has named a store's wallet does not agree to it.
final class ReviewRules {
    private ReviewRules() {}

    sealed interface Outcome {}

    /// @param act as the audit calls it
    record Decided(Merchant after, String act) implements Outcome {}

    /// The merchant stays as it is.
    record OfStore(String storeNo, boolean approved, String act) implements Outcome {}

    record Refused(Reason reason, String detail) implements Outcome {}

    /// A field that is missing, or out of place.
    static Optional<Flaw> flaw(Content said) {
        if (said.meant() != Review.Kind.STORE && said.storeNo().isPresent()) {
            return flaw("/storeNo", "must not be there: the review is not of a store");
        }
        return switch (said.meant()) {
            case APPLICATION ->
                said.decision()
                        .map(decision -> decision == Decision.APPROVED ? ofApproval(said) : ofRejection(said))
                        .orElseGet(() -> flaw("/decision", "must be APPROVED or REJECTED"));
            case REGRADE -> ofRegrade(said);
            case STORE -> ofStore(said);
        };
    }

    /// Of a review without a flaw.
    static Outcome decide(Merchant merchant, Review review) {
        var said = review.content();
        boolean application = said.meant() == Review.Kind.APPLICATION;
        if (!isDue(merchant.state(), application)) {
            return new Refused(
                    Reason.MERCHANT_STATE_INVALID,
                    "The merchant is " + merchant.state()
                            + (said.meant() == Review.Kind.REGRADE ? " and has no grade" : " and not to be decided"));
        }
        if (said.meant() == Review.Kind.STORE) {
            boolean approved = said.decision().orElseThrow() == Decision.APPROVED;
            return new OfStore(said.storeNo().orElseThrow(), approved, approved ? "STORE_APPROVED" : "STORE_REJECTED");
        }
        if (merchant.requestedBy().equals(review.reviewedBy())) {
            return new Refused(
                    Reason.FOUR_EYES, "Who has applied for a merchant does not review it; another operator has to");
        }
        var ruling = new Ruling(review.reviewedBy(), said.reason(), review.at());
        if (!application) {
            return new Decided(merchant.graded(grade(said)), "REGRADED");
        }
        return said.decision().orElseThrow() == Decision.APPROVED
                ? new Decided(merchant.approved(grade(said), ruling), "APPROVED")
                : new Decided(merchant.rejected(ruling), "REJECTED");
    }

    private static boolean isDue(MerchantState state, boolean application) {
        return switch (state) {
            case APPLIED -> application;
            case ACTIVE, SUSPENDED -> !application;
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

    private static Optional<Flaw> ofStore(Content said) {
        if (said.storeNo().isEmpty()) {
            return flaw("/storeNo", "must say which store");
        }
        if (said.decision().isEmpty()) {
            return flaw("/decision", "must be APPROVED or REJECTED");
        }
        if (said.riskGrade().isPresent()) {
            return flaw("/riskGrade", "must not be there: a store has its merchant's");
        }
        return said.decision().get() == Decision.APPROVED || said.reason().isPresent()
                ? Optional.empty()
                : flaw("/reason", "must say why it is rejected");
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

package cn.jiaozi.merchant.review;

import cn.jiaozi.chassis.Act;
import cn.jiaozi.merchant.onboarding.RiskGrade;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.util.Optional;

/// What an operator has decided about a merchant (商户审核); it never changes.
///
/// @param id chosen by the operator, among his own
record Review(String merchantNo, String reviewedBy, String id, Content content, Instant at) implements Act {
    enum Kind {
        /// Of the application, once.
        APPLICATION,
        /// Of the risk grade, as often as there is a reason to.
        REGRADE,
        /// Of the wallet that one of its stores is to have, once for a store.
        STORE
    }

    enum Decision {
        APPROVED,
        REJECTED
    }

    /// What the operator says. A rejection is no good without its reason, nor is another grade; a grade has who is
    /// approved, and nobody else.
    ///
    /// @param storeNo of the store that it is about
    record Content(
            Optional<Kind> kind,
            Optional<@Pattern(regexp = "[0-9]{6}") String> storeNo,
            Optional<Decision> decision,
            Optional<RiskGrade> riskGrade,
            Optional<@Pattern(regexp = "[^\\p{Cc}\\p{Cs}]{1,200}") String> reason) {
        Kind meant() {
            return kind.orElse(Kind.APPLICATION);
        }

        /// JSON pointer to the first field that differs.
        Optional<String> difference(Content other) {
            if (meant() != other.meant()) {
                return Optional.of("/kind");
            }
            if (!storeNo.equals(other.storeNo)) {
                return Optional.of("/storeNo");
            }
            if (!decision.equals(other.decision)) {
                return Optional.of("/decision");
            }
            if (!riskGrade.equals(other.riskGrade)) {
                return Optional.of("/riskGrade");
            }
            return reason.equals(other.reason) ? Optional.empty() : Optional.of("/reason");
        }
    }

    /// As it is told.
    record View(
            String id,
            String merchantNo,
            Kind kind,
            Optional<String> storeNo,
            Optional<Decision> decision,
            Optional<RiskGrade> riskGrade,
            Optional<String> reason,
            String reviewedBy,
            Instant reviewedAt) {}

    @Override
    public String actKey() {
        return "merchant-review:" + merchantNo + "/" + reviewedBy + "/" + id;
    }

    @Override
    public boolean finished() {
        return true;
    }

    View view() {
        return new View(
                id,
                merchantNo,
                content.meant(),
                content.storeNo(),
                content.decision(),
                content.riskGrade(),
                content.reason(),
                reviewedBy,
                at);
    }
}

package cn.jiaozi.merchant.standing;

import cn.jiaozi.contracts.Reason;
import cn.jiaozi.merchant.onboarding.Merchant;
import cn.jiaozi.merchant.onboarding.MerchantState;
import cn.jiaozi.merchant.onboarding.Ruling;
import java.util.List;

/// What becomes of a merchant by an operator's act. To suspend protects and must not wait for a second person. To
/// reinstate lets money flow again that somebody had a reason to stop, so it needs another one than who stopped it;
/// who is wrong about a merchant should not be wrong twice. To close ends what is over and loses nothing: who was
/// closed may apply again.
final class StandingRules {
    private StandingRules() {}

    enum StandingAct {
        SUSPENSION(MerchantState.SUSPENDED, "SUSPENDED"),
        REINSTATEMENT(MerchantState.ACTIVE, "REINSTATED"),
        CLOSING(MerchantState.CLOSED, "CLOSED");

        private final MerchantState end;
        private final String past;

        StandingAct(MerchantState end, String past) {
            this.end = end;
            this.past = past;
        }

        /// As the audit calls it.
        String past() {
            return past;
        }
    }

    sealed interface Outcome {}

    record Moved(Merchant after) implements Outcome {}

    /// It was done before, by whomever and whatever the reason was then.
    record Repeated() implements Outcome {}

    record Refused(Reason reason, String detail) implements Outcome {}

    /// @param unfinished what of the merchant is open, in words
    static Outcome decide(Merchant merchant, StandingAct act, Ruling ruling, List<String> unfinished) {
        if (merchant.state() == act.end) {
            return new Repeated();
        }
        if (merchant.state() == MerchantState.APPLIED || !merchant.state().mayBecome(act.end)) {
            return new Refused(
                    Reason.MERCHANT_STATE_INVALID,
                    "The merchant is " + merchant.state() + " and cannot become " + act.end);
        }
        return switch (act) {
            case SUSPENSION -> new Moved(merchant.suspended(ruling));
            case REINSTATEMENT ->
                merchant.ruling().by().equals(ruling.by())
                        ? new Refused(
                                Reason.FOUR_EYES,
                                "Who has suspended a merchant does not reinstate it; another operator has to")
                        : new Moved(merchant.reinstated(ruling));
            case CLOSING ->
                unfinished.isEmpty()
                        ? new Moved(merchant.closed(ruling))
                        : new Refused(Reason.MERCHANT_UNFINISHED, "Still open: " + String.join("; ", unfinished));
        };
    }
}

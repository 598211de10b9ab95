package cn.jiaozi.wallet.load;

import cn.jiaozi.contracts.Reason;
import cn.jiaozi.sdk.voucher.Limits;
import cn.jiaozi.sdk.voucher.Signed;
import cn.jiaozi.sdk.voucher.Statement;
import cn.jiaozi.wallet.opening.Wallet;
import cn.jiaozi.wallet.purse.Purse;
import cn.jiaozi.wallet.purse.PurseCertificate;
import cn.jiaozi.wallet.restriction.Posture;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Which load and which unload may be asked of the ledger.
final class LoadRules {
    private LoadRules() {}

    /// Everything that the decision depends on besides what is asked for.
    ///
    /// @param underWay whether another load or unload of the purse has not ended
    record Standing(
            Purse purse,
            List<PurseCertificate> certificates,
            Optional<Load> last,
            boolean underWay,
            Wallet wallet,
            Posture posture,
            Limits limits) {}

    /// @param amountFen new money; zero of an unload
    record Wish(LoadKind kind, long amountFen, Optional<Signed<Statement>> closing, boolean challengeIsOurs) {}

    /// `last` is the last load as it is from now on: a closing is recorded also where the rest is refused.
    sealed interface Decision {
        Optional<Load> last();

        /// @param remainderFen what is to be moved out of the last load's reserve
        record Permitted(Optional<Load> last, long remainderFen) implements Decision {}

        /// @param forked whether the chip has shown that it must not be trusted
        record Refused(Reason reason, Optional<Load> last, boolean forked) implements Decision {}
    }

    /// In this order: the purse, what is under way, the chip's statement, the wallet, the limits.
    static Decision decide(Standing standing, Wish wish, Instant now) {
        if (!standing.purse().isActive()) {
            return refused(Reason.PURSE_STATE_INVALID, standing.last());
        }
        if (standing.underWay()) {
            return refused(Reason.LOAD_UNDER_WAY, standing.last());
        }
        var outcome = ClosingCheck.outcome(
                standing.certificates(), standing.last(), wish.closing(), wish.challengeIsOurs(), now);
        return switch (outcome) {
            case ClosingCheck.Outcome.Open _ -> refused(Reason.LOAD_OPEN, standing.last());
            case ClosingCheck.Outcome.Invalid _ -> refused(Reason.STATEMENT_INVALID, standing.last());
            case ClosingCheck.Outcome.Forked _ -> new Decision.Refused(Reason.LOAD_CLOSED, standing.last(), true);
            case ClosingCheck.Outcome.Closed(var last) -> {
                long remainderFen = last.map(Load::remainderFen).orElse(0L);
                yield refusal(standing, wish, remainderFen)
                        .<Decision>map(reason -> refused(reason, last))
                        .orElseGet(() -> new Decision.Permitted(last, remainderFen));
            }
        };
    }

    private static Optional<Reason> refusal(Standing standing, Wish wish, long remainderFen) {
        if (!standing.wallet().isActive()) {
            return Optional.of(Reason.WALLET_STATE_INVALID);
        }
        return switch (wish.kind()) {
            case LOAD -> refusal(standing, wish.amountFen(), remainderFen);
            case UNLOAD ->
                standing.posture().creditStopped() && remainderFen > 0
                        ? Optional.of(Reason.WALLET_FROZEN)
                        : Optional.empty();
        };
    }

    private static Optional<Reason> refusal(Standing standing, long amountFen, long remainderFen) {
        if (standing.posture().debitStopped()) {
            return Optional.of(Reason.WALLET_FROZEN);
        }
        long totalFen = Math.addExact(amountFen, remainderFen);
        if (totalFen > standing.limits().balanceFen()) {
            return Optional.of(Reason.BALANCE_CAP_EXCEEDED);
        }
        // The ledger would say the same of an entry that moves nothing.
        return totalFen == 0 ? Optional.of(Reason.INSUFFICIENT_FUNDS) : Optional.empty();
    }

    private static Decision refused(Reason reason, Optional<Load> last) {
        return new Decision.Refused(reason, last, false);
    }
}

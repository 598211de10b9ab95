package cn.jiaozi.payment.payment;

import cn.jiaozi.contracts.Reason;
import java.time.Instant;
import java.util.Optional;

/// Where a payment or a refund stands, and why.
///
/// @param posting what the ledger said, once it has succeeded
public record Standing(
        PaymentState state, Optional<Reason> reason, Optional<Posting> posting, Optional<Instant> endedAt) {
    public static final Standing REQUESTED =
            new Standing(PaymentState.REQUESTED, Optional.empty(), Optional.empty(), Optional.empty());

    /// Refused at once, before anybody else was asked.
    public static Standing refused(Reason reason, Instant at) {
        return REQUESTED.failed(reason, at);
    }

    Verdict hear(Outcome outcome, Instant now) {
        return switch (outcome) {
            case Outcome.Posted posted ->
                switch (state) {
                    case REQUESTED -> new Verdict.Moved(succeeded(posted.posting(), now));
                    case SUCCEEDED -> new Verdict.Repeated();
                    case FAILED -> new Verdict.Contradicted();
                };
            case Outcome.Denied denied ->
                switch (state) {
                    case REQUESTED -> new Verdict.Moved(failed(denied.reason(), now));
                    case SUCCEEDED -> new Verdict.Contradicted();
                    case FAILED -> new Verdict.Repeated();
                };
            case Outcome.Conflicted _ -> new Verdict.Conflicted();
        };
    }

    private Standing succeeded(Posting posting, Instant at) {
        return moved(new Standing(PaymentState.SUCCEEDED, Optional.empty(), Optional.of(posting), Optional.of(at)));
    }

    private Standing failed(Reason why, Instant at) {
        return moved(new Standing(PaymentState.FAILED, Optional.of(why), Optional.empty(), Optional.of(at)));
    }

    private Standing moved(Standing next) {
        if (!state.mayBecome(next.state)) {
            throw new IllegalStateException(state + " cannot become " + next.state);
        }
        return next;
    }
}

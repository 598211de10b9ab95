package cn.jiaozi.wallet.exchange;

import cn.jiaozi.chassis.Act;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.wallet.bank.BankAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/// One exchange between an account at the bank and a wallet.
///
/// @param party         whose id `exchangeId` is: the holder, or the counter
/// @param desk          where it is done with cash; empty where it goes against the holder's bank account
/// @param coreRequestId the one id under which the core is asked, as often as it takes
/// @param nextTryAt     when the core is to be called or queried
public record Exchange(
        String businessId,
        String party,
        String exchangeId,
        String walletId,
        ExchangeKind kind,
        long amountFen,
        Optional<Desk> desk,
        ExchangeState state,
        Optional<Reason> reason,
        Optional<String> coreRequestId,
        Optional<String> bankRef,
        Instant requestedAt,
        Optional<Instant> endedAt,
        Optional<Instant> nextTryAt,
        int tries)
        implements Act {
    public static final String NOUN = "exchange";
    static final String HOLD = "hold";
    static final String CAPTURE = "capture";
    static final String VOID = "void";
    private static final Set<Reason> LEDGER_STOPS =
            Set.of(Reason.DEBIT_FROZEN, Reason.CREDIT_FROZEN, Reason.ACCOUNT_QUARANTINED);

    /// @param clerk the person or machine that asked
    record Desk(String counterId, String clerk) {
        /// A counter's ids are its own, so that a colleague can ask what became of an exchange.
        static String party(String counterId) {
            return "counter:" + counterId;
        }
    }

    @Override
    public String actKey() {
        return businessId;
    }

    @Override
    public boolean finished() {
        return state.isFinal();
    }

    /// Refused before anything was asked.
    Exchange refused(Reason why) {
        return to(ExchangeState.FAILED, Optional.of(why), bankRef, Optional.of(requestedAt), Optional.empty());
    }

    /// What the ledger did; the same for a repeat.
    Exchange heard(LedgerEvent event, Instant now) {
        return switch (event) {
            case LedgerEvent.Held _ ->
                state == ExchangeState.REQUESTED
                        ? to(ExchangeState.HELD, reason, bankRef, endedAt, Optional.of(now))
                        : repeated(event, state != ExchangeState.FAILED || coreRequestId.isPresent());
            case LedgerEvent.Captured _ ->
                state == ExchangeState.CAPTURING
                        ? to(ExchangeState.SUCCEEDED, reason, bankRef, Optional.of(now), Optional.empty())
                        : repeated(event, state == ExchangeState.SUCCEEDED);
            case LedgerEvent.Voided _ ->
                state == ExchangeState.VOIDING
                        ? to(ExchangeState.FAILED, reason, bankRef, Optional.of(now), Optional.empty())
                        : repeated(event, state == ExchangeState.FAILED && coreRequestId.isPresent());
            case LedgerEvent.Rejected rejected -> rejected(rejected, now);
            case LedgerEvent.AccountsOpened _,
                    LedgerEvent.Constrained _,
                    LedgerEvent.Posted _,
                    LedgerEvent.AccountClosed _,
                    LedgerEvent.Expired _,
                    LedgerEvent.Reversed _,
                    LedgerEvent.Conflicted _ ->
                throw new IllegalStateException(event.id() + " cannot happen to an exchange");
        };
    }

    /// What a call to the core brought; the same when another answer was faster. A "not found" ends nothing: the same
    /// request is sent again.
    Exchange answered(BankAnswer answer, Instant now, IntFunction<Duration> pause) {
        if (state != ExchangeState.SENT && state != ExchangeState.UNKNOWN) {
            return this;
        }
        return switch (answer) {
            case BankAnswer.Done done ->
                to(ExchangeState.CAPTURING, reason, Optional.of(done.bankRef()), endedAt, Optional.empty());
            case BankAnswer.Refused refused ->
                to(ExchangeState.VOIDING, Optional.of(refused.reason()), bankRef, endedAt, Optional.empty());
            case BankAnswer.Lost _, BankAnswer.NotFound _ ->
                to(ExchangeState.UNKNOWN, reason, bankRef, endedAt, Optional.of(now.plus(pause.apply(tries))));
        };
    }

    /// Only the hold may be rejected: within the held amount a capture and a void are the ledger's promise.
    private Exchange rejected(LedgerEvent.Rejected event, Instant now) {
        if (!event.id().step().equals(HOLD)) {
            throw new IllegalStateException(event.id() + " was rejected: " + event.reason());
        }
        return state == ExchangeState.REQUESTED
                ? to(ExchangeState.FAILED, Optional.of(asRefusal(event.reason())), bankRef, Optional.of(now), nextTryAt)
                : repeated(event, state == ExchangeState.FAILED && coreRequestId.isEmpty());
    }

    /// The ledger speaks of accounts, the holder of a wallet.
    private static Reason asRefusal(Reason reason) {
        return LEDGER_STOPS.contains(reason) ? Reason.WALLET_FROZEN : reason;
    }

    private Exchange repeated(LedgerEvent event, boolean possible) {
        if (!possible) {
            throw new IllegalStateException(event.id() + " cannot happen to an exchange that is " + state);
        }
        return this;
    }

    private Exchange to(
            ExchangeState next,
            Optional<Reason> nowReason,
            Optional<String> nowBankRef,
            Optional<Instant> nowEndedAt,
            Optional<Instant> nowNextTryAt) {
        if (next != state && !state.mayBecome(next)) {
            throw new IllegalStateException(businessId + " cannot go from " + state + " to " + next);
        }
        return new Exchange(
                businessId,
                party,
                exchangeId,
                walletId,
                kind,
                amountFen,
                desk,
                next,
                nowReason,
                coreRequestId,
                nowBankRef,
                requestedAt,
                nowEndedAt,
                nowNextTryAt,
                tries);
    }
}

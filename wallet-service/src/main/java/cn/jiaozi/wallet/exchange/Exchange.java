package cn.jiaozi.wallet.exchange;

import cn.jiaozi.chassis.Act;
import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.TxType;
import cn.jiaozi.contracts.WalletEvent;
import cn.jiaozi.contracts.WalletEvent.PayoutMove;
import cn.jiaozi.wallet.bank.BankAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/// One exchange between an account at the bank and a wallet.
///
/// @param party         whose id `exchangeId` is: the holder, the counter, or the merchant
/// @param amountFen     of a payout the most that may go, until the ledger has held what there is
/// @param desk          where it is done with cash; empty where it goes against the holder's bank account
/// @param payout        what a merchant's payout may take; empty where the holder has said how much
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
        Optional<PayoutTerms> payout,
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
    public static final String PAYOUT_NOUN = "payout";
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

    public boolean isPayout() {
        return payout.isPresent();
    }

    /// Whether the receiving bank may send it back: cash that was paid out, it has not.
    public boolean isToAnAccount() {
        return kind == ExchangeKind.REDEEM && desk.isEmpty();
    }

    /// Whether the core has never been called for it before.
    boolean isSentFirst() {
        return tries == 1;
    }

    TxType txType() {
        return isPayout() ? TxType.PAYOUT : kind.txType();
    }

    /// What is to be told of a payout as it stands, also to those who ask again; the rest is the ledger's to tell.
    Optional<WalletEvent> told(Instant now) {
        boolean neverSent = state == ExchangeState.FAILED && coreRequestId.isEmpty();
        return switch (state) {
            case REQUESTED, HELD -> Optional.empty();
            case SENT -> Optional.of(moved(PayoutMove.SENT, now));
            case UNKNOWN -> Optional.of(moved(PayoutMove.UNKNOWN, now));
            case CAPTURING, SUCCEEDED, RETURNED -> Optional.of(moved(PayoutMove.PAID, now));
            case VOIDING -> Optional.of(moved(PayoutMove.FAILED, now));
            case FAILED ->
                Optional.of(
                        neverSent
                                ? new WalletEvent.Refused(businessId, reason.orElseThrow(), endedAt.orElseThrow())
                                : moved(PayoutMove.FAILED, now));
        };
    }

    private WalletEvent moved(PayoutMove move, Instant now) {
        return new WalletEvent.PayoutMoved(businessId, move, bankRef, reason, now);
    }

    /// Refused before anything was asked.
    Exchange refused(Reason why) {
        return to(ExchangeState.FAILED, Optional.of(why), bankRef, Optional.of(requestedAt), Optional.empty());
    }

    /// What the ledger did; the same for a repeat.
    Exchange heard(LedgerEvent event, Instant now) {
        return switch (event) {
            case LedgerEvent.Held held ->
                state == ExchangeState.REQUESTED
                        ? of(held.entry()).to(ExchangeState.HELD, reason, bankRef, endedAt, Optional.of(now))
                        : repeated(event, state != ExchangeState.FAILED || coreRequestId.isPresent());
            case LedgerEvent.Captured _ ->
                state == ExchangeState.CAPTURING
                        ? to(ExchangeState.SUCCEEDED, reason, bankRef, Optional.of(now), Optional.empty())
                        : repeated(event, state == ExchangeState.SUCCEEDED || state == ExchangeState.RETURNED);
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

    /// What it has paid into a bank account is in the wallet again; the same for a repeat.
    Exchange cameBack(Instant now) {
        return state == ExchangeState.RETURNED
                ? this
                : to(ExchangeState.RETURNED, reason, bankRef, Optional.of(now), Optional.empty());
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

    /// With the amount that the ledger has found.
    private Exchange of(LedgerEvent.Entry entry) {
        return payout.isEmpty()
                ? this
                : withAmount(entry.legs().stream()
                        .mapToLong(LedgerEvent.Leg::amountFen)
                        .sum());
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
                payout,
                next,
                nowReason,
                coreRequestId,
                nowBankRef,
                requestedAt,
                nowEndedAt,
                nowNextTryAt,
                tries);
    }

    private Exchange withAmount(long nowAmountFen) {
        return new Exchange(
                businessId,
                party,
                exchangeId,
                walletId,
                kind,
                nowAmountFen,
                desk,
                payout,
                state,
                reason,
                coreRequestId,
                bankRef,
                requestedAt,
                endedAt,
                nextTryAt,
                tries);
    }
}

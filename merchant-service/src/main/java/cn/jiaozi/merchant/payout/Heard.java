package cn.jiaozi.merchant.payout;

import cn.jiaozi.contracts.LedgerEvent;
import cn.jiaozi.contracts.Reason;
import cn.jiaozi.contracts.WalletEvent;
import cn.jiaozi.contracts.WalletEvent.PayoutMove;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/// What was heard of a payout from the ledger and from wallet-service, on two topics and so in any order, and perhaps
/// twice: every fact has a place of its own, and the state follows from all of them together.
///
/// @param amountFen what the ledger has held
/// @param backAt    when the hold was given up
record Heard(
        Optional<Long> amountFen,
        Optional<LocalDate> heldOn,
        Optional<LocalDate> paidOn,
        Optional<LocalDate> returnedOn,
        Optional<PayoutMove> moved,
        Optional<String> bankRef,
        Optional<Reason> reason,
        Optional<Instant> paidAt,
        Optional<Instant> backAt,
        Optional<Instant> refusedAt,
        Optional<Instant> returnedAt) {
    static final String RETURN = "return";
    private static final String HOLD = "hold";

    /// The ledger speaks of accounts, the merchant of its wallet.
    private static final Map<Reason, Reason> IN_WORDS_OF_WALLETS = Map.of(
            Reason.DEBIT_FROZEN, Reason.WALLET_FROZEN,
            Reason.CREDIT_FROZEN, Reason.WALLET_FROZEN,
            Reason.ACCOUNT_QUARANTINED, Reason.WALLET_FROZEN,
            Reason.ACCOUNT_NOT_FOUND, Reason.WALLET_NOT_FOUND,
            Reason.ACCOUNT_CLOSED, Reason.WALLET_CLOSED);

    static final Heard NOTHING = new Heard(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    PayoutState state() {
        if (returnedAt.isPresent()) {
            return PayoutState.RETURNED;
        }
        if (isPaid()) {
            return PayoutState.PAID;
        }
        if (isBack()) {
            return PayoutState.REFUSED;
        }
        if (amountFen.isPresent()) {
            return moved.map(move -> move == PayoutMove.UNKNOWN ? PayoutState.UNKNOWN : PayoutState.SENT)
                    .orElse(PayoutState.DEBITED);
        }
        if (refusedAt.isPresent()) {
            return reason.filter(Reason.INSUFFICIENT_FUNDS::equals).isPresent()
                    ? PayoutState.SKIPPED
                    : PayoutState.REFUSED;
        }
        return PayoutState.PLANNED;
    }

    Optional<Instant> endedAt() {
        return returnedAt
                .or(() -> isPaid() ? paidAt : Optional.empty())
                .or(() -> isBack() ? backAt : Optional.empty())
                .or(() -> amountFen.isPresent() ? Optional.empty() : refusedAt);
    }

    /// With the bank's reference, which wallet-service tells.
    private boolean isPaid() {
        return paidAt.isPresent() && bankRef.isPresent();
    }

    /// With the reason, which wallet-service tells.
    private boolean isBack() {
        return backAt.isPresent() && reason.isPresent();
    }

    Heard and(LedgerEvent event) {
        return switch (event) {
            case LedgerEvent.Held held ->
                held(held.entry(), Optional.of(held.entry().accountingDate()));
            case LedgerEvent.Captured captured -> held(captured.entry(), heldOn).paid(captured.entry());
            case LedgerEvent.Voided voided -> back(voided.entry().at());
            case LedgerEvent.Posted posted when posted.id().step().equals(RETURN) -> returned(posted.entry());
            // Only the hold may be rejected; who takes money back is asked again by wallet-service.
            case LedgerEvent.Rejected rejected
            when rejected.id().step().equals(HOLD) ->
                refused(IN_WORDS_OF_WALLETS.getOrDefault(rejected.reason(), rejected.reason()), rejected.at());
            case LedgerEvent.Rejected _,
                    LedgerEvent.Posted _,
                    LedgerEvent.AccountsOpened _,
                    LedgerEvent.Constrained _,
                    LedgerEvent.AccountClosed _,
                    LedgerEvent.Expired _,
                    LedgerEvent.Reversed _,
                    LedgerEvent.Conflicted _ -> this;
        };
    }

    Heard and(WalletEvent event) {
        return switch (event) {
            case WalletEvent.Refused refused -> refused(refused.reason(), refused.at());
            case WalletEvent.PayoutMoved move -> moved(move);
            case WalletEvent.Conflicted _, WalletEvent.CoreAnswered _ -> this;
        };
    }

    /// What was heard first counts; a later move replaces an earlier one, never the other way round.
    private Heard moved(WalletEvent.PayoutMoved move) {
        boolean later =
                moved.filter(known -> known.compareTo(move.state()) >= 0).isEmpty();
        return new Heard(
                amountFen,
                heldOn,
                paidOn,
                returnedOn,
                later ? Optional.of(move.state()) : moved,
                bankRef.or(move::bankRef),
                reason.or(move::reason),
                paidAt,
                backAt,
                refusedAt,
                returnedAt);
    }

    private Heard held(LedgerEvent.Entry entry, Optional<LocalDate> on) {
        long fen = entry.legs().stream().mapToLong(LedgerEvent.Leg::amountFen).sum();
        return new Heard(
                amountFen.or(() -> Optional.of(fen)),
                heldOn.or(() -> on),
                paidOn,
                returnedOn,
                moved,
                bankRef,
                reason,
                paidAt,
                backAt,
                refusedAt,
                returnedAt);
    }

    private Heard paid(LedgerEvent.Entry entry) {
        return new Heard(
                amountFen,
                heldOn,
                paidOn.or(() -> Optional.of(entry.accountingDate())),
                returnedOn,
                moved,
                bankRef,
                reason,
                paidAt.or(() -> Optional.of(entry.at())),
                backAt,
                refusedAt,
                returnedAt);
    }

    private Heard back(Instant at) {
        return new Heard(
                amountFen,
                heldOn,
                paidOn,
                returnedOn,
                moved,
                bankRef,
                reason,
                paidAt,
                backAt.or(() -> Optional.of(at)),
                refusedAt,
                returnedAt);
    }

    private Heard refused(Reason why, Instant at) {
        return new Heard(
                amountFen,
                heldOn,
                paidOn,
                returnedOn,
                moved,
                bankRef,
                reason.or(() -> Optional.of(why)),
                paidAt,
                backAt,
                refusedAt.or(() -> Optional.of(at)),
                returnedAt);
    }

    private Heard returned(LedgerEvent.Entry entry) {
        return new Heard(
                amountFen,
                heldOn,
                paidOn,
                returnedOn.or(() -> Optional.of(entry.accountingDate())),
                moved,
                bankRef,
                reason,
                paidAt,
                backAt,
                refusedAt,
                returnedAt.or(() -> Optional.of(entry.at())));
    }
}
